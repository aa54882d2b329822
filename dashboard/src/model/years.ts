import type { Pareto } from '../data/types';
import { part } from './families';

/** One figure of two years. */
export interface YearRow {
	percent: number | 'makers' | 'gini';
	/** Of this year; left out where it is no number of people. */
	people?: number;
	now: number;
	/** Left out where there is no year before. */
	before?: number;
}

/** The top shares of two years, the share of customers who make 80 %, and how uneven it is. */
export function yearRows(year: Pareto, before: Pareto | undefined): YearRow[] {
	const known = before && before.customers > 0 ? before : undefined;
	const withBefore = (row: YearRow, n: number | undefined) => (n === undefined ? row : { ...row, before: n });
	return [
		...year.tops.map((top) =>
			withBefore(
				{ percent: top.percent, people: top.customers, now: top.share },
				known?.tops.find((t) => t.percent === top.percent)?.share,
			),
		),
		withBefore(
			{ percent: 'makers', people: year.makersOf80, now: part(year.makersOf80, year.customers) },
			known && part(known.makersOf80, known.customers),
		),
		withBefore({ percent: 'gini', now: year.gini }, known?.gini),
	];
}
