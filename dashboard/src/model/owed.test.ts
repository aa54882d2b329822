import { expect, test } from 'vitest';
import { golden } from '../testing/golden';
import { owedLines, tail } from './owed';

const month = (n: number) => ({
	month: `20${26 + Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, '0')}`,
	available: n + 1,
	customers: 1,
});

test('a year of months is drawn one by one', () => {
	const year = Array.from({ length: owedLines }, (_, n) => month(n));
	expect(tail(year)).toEqual(year.map((m) => ({ ...m, months: 1 })));
	expect(tail([])).toEqual([]);
});

test('what lies beyond is one line, and nothing is lost', () => {
	const lines = tail(Array.from({ length: 60 }, (_, n) => month(n)));
	expect(lines).toHaveLength(owedLines);
	expect(lines.at(-1)).toMatchObject({ month: month(11).month, months: 49 });
	expect(lines.reduce((n, l) => n + l.available, 0)).toBe((60 * 61) / 2);
});

test('the golden report owes what its months sum up to, and its books balance', () => {
	const points = golden.grades().points;
	if (!points) throw new Error('the golden report has no points');
	expect(tail(points.months).reduce((n, l) => n + l.available, 0)).toBe(points.available);
	const all = points.periods.at(-1);
	if (!all) throw new Error('no periods');
	const left = all.issued - all.used - all.clawedBack + all.returned + all.adjusted - all.expired - all.forgotten;
	expect(left).toBe(points.available + points.pending + points.held - points.debt);
});
