import type { BenefitRow } from '../data/types';

export const kinds = ['economic', 'psychological', 'social', 'customised'] as const;

/** Uses and cost by kind, in the order of the kinds, of those there are. */
export function byKind(rows: BenefitRow[]): { kind: BenefitRow['kind']; uses: number; cost: number }[] {
	return kinds.flatMap((kind) => {
		const own = rows.filter((row) => row.kind === kind);
		if (own.length === 0) return [];
		const sum = (of: 'uses' | 'cost') => own.reduce((all, row) => all + row[of], 0);
		return [{ kind, uses: sum('uses'), cost: sum('cost') }];
	});
}

/** How many rows the grade of row i has, when it is the first of them; 0 of the others. */
export function span(rows: BenefitRow[], i: number): number {
	const grade = rows[i]?.grade;
	if (i > 0 && rows[i - 1]?.grade === grade) return 0;
	const end = rows.findIndex((row, j) => j > i && row.grade !== grade);
	return (end < 0 ? rows.length : end) - i;
}
