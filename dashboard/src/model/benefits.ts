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

/** What customers of a grade were given, and what they were not. */
export interface Given {
	grade: string;
	given: BenefitRow[];
	never: BenefitRow[];
}

/** The rows by grade, each in the place of its first. */
export function byGrade(rows: BenefitRow[]): Given[] {
	const all: Given[] = [];
	for (const row of rows) {
		let own = all.find(({ grade }) => grade === row.grade);
		if (!own) {
			own = { grade: row.grade, given: [], never: [] };
			all.push(own);
		}
		(row.uses > 0 ? own.given : own.never).push(row);
	}
	return all;
}
