/** The five families of segments, nearest first, and one for names we do not know. */
export const families = ['near', 'growing', 'watch', 'leaving', 'quiet', 'other'] as const;
export type Family = (typeof families)[number];

/** The segments of five bins, of three, and of a shop too small to score, nearest first. */
const familyOfSegment: Record<string, Family> = {
	Champions: 'near',
	Loyal: 'near',
	Returning: 'near',
	PotentialLoyalist: 'growing',
	Promising: 'growing',
	New: 'growing',
	Recent: 'growing',
	First: 'growing',
	NeedsAttention: 'watch',
	AboutToSleep: 'watch',
	CannotLose: 'leaving',
	AtRisk: 'leaving',
	Hibernating: 'quiet',
	Lost: 'quiet',
	Inactive: 'quiet',
	Lapsed: 'quiet',
};

/** A custom map may have names of its own: they belong to `other`. */
export function familyOf(segment: string): Family {
	return familyOfSegment[segment] ?? 'other';
}

export interface FamilyShare {
	family: Family;
	customers: number;
	sales: number;
}

/** Adds segments up by family, nearest first, leaving out families without a segment. */
export function byFamily(segments: readonly { name: string; customers: number; sales: number }[]): FamilyShare[] {
	return families
		.map((family) => {
			const own = segments.filter((s) => familyOf(s.name) === family);
			return { family, segments: own.length, customers: sum(own, 'customers'), sales: sum(own, 'sales') };
		})
		.filter((f) => f.segments > 0)
		.map(({ family, customers, sales }) => ({ family, customers, sales }));
}

const order = Object.keys(familyOfSegment);

/** Segments family by family, nearest first; names of a custom map come last, as the report has them. */
export function inFamilyOrder<T extends { name: string }>(segments: readonly T[]): T[] {
	const place = (s: T) => order.indexOf(s.name) + 1 || order.length + 1;
	return [...segments].sort((a, b) => place(a) - place(b));
}

export function sum<K extends string>(rows: readonly { [P in K]: number }[], key: K): number {
	return rows.reduce((total, row) => total + row[key], 0);
}

/** A part of a whole, and 0 of nothing. */
export function part(of: number, whole: number): number {
	return whole > 0 ? of / whole : 0;
}
