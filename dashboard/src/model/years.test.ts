import { expect, test } from 'vitest';
import type { Pareto } from '../data/types';
import { yearRows } from './years';

const year = (share: number, makers: number): Pareto => ({
	customers: 100,
	sales: 1_000,
	gini: share / 2,
	makersOf80: makers,
	tops: [{ percent: 20, customers: 20, sales: 1_000 * share, share }],
	curve: [],
});

test('two years stand beside each other, share by share', () => {
	expect(yearRows(year(0.7, 30), year(0.6, 40))).toEqual([
		{ percent: 20, people: 20, now: 0.7, before: 0.6 },
		{ percent: 'makers', people: 30, now: 0.3, before: 0.4 },
		{ percent: 'gini', now: 0.35, before: 0.3 },
	]);
});

test('a year that is not known, or had nobody, is left out', () => {
	const nobody = { ...year(0, 0), customers: 0, tops: [] };
	for (const before of [undefined, nobody])
		expect(yearRows(year(0.7, 30), before).some((row) => 'before' in row)).toBe(false);
});
