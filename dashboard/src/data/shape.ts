/**
 * The shape a document must have, tied to its generated type: a field that the
 * contract does not know is a compile error. Fields may be left out here; what
 * is named is checked in the document.
 */
export type Shape<T> = T extends readonly (infer Item)[]
	? [Shape<Item>]
	: T extends object
		? { [K in keyof T]?: Shape<NonNullable<T[K]>> }
		: T extends string
			? 'text' | 'day'
			: 'number';

/** Fields that may be absent carry a `?` in the contract; name them here. */
type Optional = ReadonlySet<string>;

const dayPattern = /^\d{4}-\d{2}-\d{2}$/;

/** The first thing wrong with a value, as `path: what`, or null. */
export function misfit(value: unknown, shape: unknown, optional: Optional, path = ''): string | null {
	if (typeof shape === 'string') return scalarMisfit(value, shape, path);
	if (Array.isArray(shape)) {
		if (!Array.isArray(value)) return `${path}: want a list`;
		for (const [i, item] of value.entries()) {
			const wrong = misfit(item, shape[0], optional, `${path}[${i}]`);
			if (wrong) return wrong;
		}
		return null;
	}
	if (typeof value !== 'object' || value === null) return `${path || 'document'}: want an object`;
	for (const [key, inner] of Object.entries(shape as object)) {
		const field = (value as Record<string, unknown>)[key];
		if (field === undefined && optional.has(key)) continue;
		const wrong = misfit(field, inner, optional, path ? `${path}.${key}` : key);
		if (wrong) return wrong;
	}
	return null;
}

function scalarMisfit(value: unknown, shape: string, path: string): string | null {
	if (shape === 'number') {
		return typeof value === 'number' && Number.isFinite(value) ? null : `${path}: want a number`;
	}
	if (typeof value !== 'string') return `${path}: want text`;
	return shape === 'day' && !dayPattern.test(value) ? `${path}: want a day` : null;
}
