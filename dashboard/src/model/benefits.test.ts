import { expect, test } from 'vitest';
import { byGrade, byKind } from './benefits';

const row = (grade: string, kind: 'economic' | 'social', uses: number, cost: number) => ({
	grade,
	id: kind,
	kind,
	coupon: false,
	ko: '가',
	en: 'a',
	uses,
	cost,
});
const rows = [row('gold', 'social', 3, 0), row('gold', 'economic', 2, 400), row('green', 'economic', 5, 1000)];

test('what was given is summed by kind, in the order of the kinds', () => {
	expect(byKind(rows)).toEqual([
		{ kind: 'economic', uses: 7, cost: 1400 },
		{ kind: 'social', uses: 3, cost: 0 },
	]);
	expect(byKind([])).toEqual([]);
});

test('a grade is named once, and what it never gave stands apart', () => {
	const never = row('gold', 'economic', 0, 0);
	const [social, economic, green] = rows;
	expect(byGrade([...rows, never])).toEqual([
		{ grade: 'gold', given: [social, economic], never: [never] },
		{ grade: 'green', given: [green], never: [] },
	]);
	expect(byGrade([])).toEqual([]);
});
