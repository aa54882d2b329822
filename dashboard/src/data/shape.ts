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
			: T extends boolean
				? 'truth'
				: 'number';

/** Fields that may be absent carry a `?` in the contract; name them here. */
type Optional = ReadonlySet<string>;

const dayPattern = /^\d{4}-\d{2}-\d{2}$/;

/** The first thing wrong with a value, as `path: what`, or null. */
export function misfit(value: unknown, shape: unknown, optional: Optional, name = 'document'): string | null {
	const wrong = wrongIn(value, shape, optional);
	if (wrong === null) return null;
	return name === 'document' && wrong.startsWith('.') ? wrong.slice(1) : name + wrong;
}

/** What is wrong, behind the path to it. The path is only put together for what is wrong. */
function wrongIn(value: unknown, shape: unknown, optional: Optional): string | null {
	if (typeof shape === 'string') return wrongScalar(value, shape);
	if (Array.isArray(shape)) {
		if (!Array.isArray(value)) return ': want a list';
		for (let i = 0; i < value.length; i++) {
			const wrong = wrongIn(value[i], shape[0], optional);
			if (wrong) return `[${i}]${wrong}`;
		}
		return null;
	}
	if (typeof value !== 'object' || value === null) return ': want an object';
	for (const key in shape as object) {
		const field = (value as Record<string, unknown>)[key];
		if (field === undefined && optional.has(key)) continue;
		const wrong = wrongIn(field, (shape as Record<string, unknown>)[key], optional);
		if (wrong) return `.${key}${wrong}`;
	}
	return null;
}

function wrongScalar(value: unknown, shape: string): string | null {
	if (shape === 'number') return typeof value === 'number' && Number.isFinite(value) ? null : ': want a number';
	if (shape === 'truth') return typeof value === 'boolean' ? null : ': want true or false';
	if (typeof value !== 'string') return ': want text';
	return shape === 'day' && !dayPattern.test(value) ? ': want a day' : null;
}
