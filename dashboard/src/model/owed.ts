import type { PointsMonth } from '../data/types';

/** A line of what runs out: one month, or the rest together. */
export type OwedLine = PointsMonth & { months: number };

/** How many months are drawn one by one: a year. */
export const owedLines = 12;

/** The months nearest to running out, and all after them as one line. The sum stays. */
export function tail(months: readonly PointsMonth[]): OwedLine[] {
	const shown = months.length > owedLines ? owedLines - 1 : months.length;
	const lines = months.slice(0, shown).map((m) => ({ ...m, months: 1 }));
	const rest = months.slice(shown);
	const [first] = rest;
	if (!first) return lines;
	return [
		...lines,
		{ month: first.month, available: rest.reduce((n, m) => n + m.available, 0), customers: 0, months: rest.length },
	];
}
