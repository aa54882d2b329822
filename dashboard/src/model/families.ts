/** The five families of segments, nearest first, and one for names we do not know. */
export const families = ['near', 'growing', 'watch', 'leaving', 'quiet', 'other'] as const;
export type Family = (typeof families)[number];

const familyOfSegment: Record<string, Family> = {
	Champions: 'near',
	Loyal: 'near',
	PotentialLoyalist: 'growing',
	Promising: 'growing',
	New: 'growing',
	NeedsAttention: 'watch',
	AboutToSleep: 'watch',
	CannotLose: 'leaving',
	AtRisk: 'leaving',
	Hibernating: 'quiet',
	Lost: 'quiet',
	// Three bins.
	Recent: 'growing',
	Inactive: 'quiet',
	// A shop too small to score.
	Returning: 'near',
	First: 'growing',
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

/** Segments in the order of their families, keeping the report's order within. */
export function inFamilyOrder<T extends { name: string }>(segments: readonly T[]): T[] {
	return families.flatMap((family) => segments.filter((s) => familyOf(s.name) === family));
}

export function sum<K extends string>(rows: readonly { [P in K]: number }[], key: K): number {
	return rows.reduce((total, row) => total + row[key], 0);
}

/** A part of a whole, and 0 of nothing. */
export function part(of: number, whole: number): number {
	return whole > 0 ? of / whole : 0;
}
