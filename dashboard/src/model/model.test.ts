import { describe, expect, test } from 'vitest';
import type { Migration } from '../data/types';
import { golden, speak } from '../testing/golden';
import { cellAt, cellBar, openingCell, tintOf } from './cells';
import { byFamily, familyOf, inFamilyOrder, part, sum } from './families';
import { gradeColour, ladder, onLadder, stepsOf, topGrades } from './grades';
import { jobs } from './jobs';
import { byReason, flows, matrixRows, moved, toneOf, upsAndDowns } from './movements';

const overview = golden.overview();
const segments = golden.segments();
const grades = golden.grades();

describe('families', () => {
	test('add up to everybody', () => {
		const families = byFamily(segments.segments);
		expect(families.map((f) => f.family)).toEqual(['near', 'growing', 'watch', 'leaving', 'quiet']);
		expect(sum(families, 'customers')).toBe(637);
		expect(sum(families, 'sales')).toBe(sum(segments.segments, 'sales'));
	});

	test('know every segment of five bins, three bins and small shops, and words for it', () => {
		const three = ['Champions', 'Loyal', 'Recent', 'NeedsAttention', 'AtRisk', 'Inactive'];
		const names = [...segments.segments.map((s) => s.name), ...three, 'First', 'Returning', 'Lapsed'];
		for (const lang of ['ko', 'en'] as const) {
			for (const name of names) {
				expect(familyOf(name)).not.toBe('other');
				const text = speak(lang).t.segments.names[name];
				expect(text?.meaning).toBeTruthy();
				expect(text?.actions.length).toBeGreaterThanOrEqual(2);
				expect(text?.actions.length).toBeLessThanOrEqual(4);
			}
		}
	});

	test('a segment of a custom map belongs to none of them', () => {
		expect(byFamily([{ name: 'VIP', customers: 3, sales: 5 }])).toEqual([{ family: 'other', customers: 3, sales: 5 }]);
	});

	test('order segments by nearness, strangers last', () => {
		const names = inFamilyOrder([
			{ name: 'VIP' },
			{ name: 'AtRisk' },
			{ name: 'CannotLose' },
			{ name: 'Champions' },
		]).map((s) => s.name);
		expect(names).toEqual(['Champions', 'CannotLose', 'AtRisk', 'VIP']);
	});

	test('a part of nothing is nothing', () => expect(part(0, 0)).toBe(0));
});

describe('cells', () => {
	test('the page opens where most money is leaving', () => {
		const open = openingCell(segments.grid);
		const leaving = segments.grid.filter((c) => c.segments[0] && familyOf(c.segments[0].name) === 'leaving');
		expect(open?.sales).toBe(Math.max(...leaving.map((c) => c.sales)));
		expect(openingCell([])).toBeUndefined();
	});

	test('a bar is as long as the root of its people, split by family', () => {
		const cell = cellAt(segments.grid, 5, 3);
		if (!cell) throw new Error('no cell 5-3');
		const bar = cellBar(cell, 112);
		expect(bar.reduce((n, p) => n + p.width, 0)).toBeCloseTo(Math.sqrt(28 / 112));
		expect(bar.map((p) => p.family)).toEqual(['growing', 'near']);
		expect(bar[0]?.width).toBeCloseTo((0.5 * 18) / 28);
	});

	test('an empty cell has neither tint nor bar', () => {
		const empty = { r: 1, f: 1, customers: 0, sales: 0, segments: [] };
		expect(tintOf(empty)).toBeNull();
		expect(cellBar(empty, 0)).toEqual([]);
	});
});

describe('movements', () => {
	test('are grouped by why, not by where to', () => {
		const groups = byReason(segments.movements);
		expect(groups.map((g) => [g.reason, g.customers])).toEqual([
			['recency', 99],
			['bought', 60],
			['joined', 35],
			['cuts', 4],
		]);
		expect(moved(segments.movements)).toBe(163);
	});

	test('have a tone of why: to climb by silence is to lose', () => {
		const climb = segments.movements.find((m) => m.from === 'AtRisk' && m.to === 'CannotLose');
		expect(toneOf(climb?.reason ?? 'left')).toBe('losing');
		expect(
			['bought', 'joined', 'cuts', 'policy', 'corrected', 'rolled', 'left'].map((r) => toneOf(r as 'cuts')),
		).toEqual(['gaining', 'gaining', ...Array(5).fill('neither')]);
	});
});

describe('the grade matrix', () => {
	const ids = grades.grades.map((g) => g.id);
	const cell = (from: string, to: string, customers: number): Migration => ({
		from,
		to,
		customers,
		sales: customers * 10,
	});
	const matrix = [
		cell('best', 'friend', 2),
		cell('family', 'best', 3),
		cell('first', 'best', 1),
		cell('', 'first', 5),
		cell('best', '', 4),
		cell('best', 'best', 9),
	];

	test('has a row for every grade and one for whoever joined', () => {
		const rows = matrixRows(ids, grades.matrix);
		expect(rows.map((r) => r.from)).toEqual([...ids, '']);
		expect(rows.map((r) => r.total.customers)).toEqual([8, 24, 48, 100, 422, 35]);
		expect(
			sum(
				rows.map((r) => r.total),
				'customers',
			),
		).toBe(637);
	});

	test('has a column for whoever left, when somebody did', () => {
		expect(matrixRows(ids, matrix)[0]?.cells.map((c) => c?.customers ?? 0)).toEqual([9, 0, 2, 0, 0, 4]);
	});

	test('flows count who came from below and who went below', () => {
		const [best, family] = flows(ids, matrix);
		expect(best).toMatchObject({ up: { customers: 4 }, down: { customers: 2 } });
		expect(family).toMatchObject({ up: { customers: 0 }, down: { customers: 0 } });
		expect(flows(ids, grades.matrix).map((f) => f.up.customers)).toEqual([2, 4, 12, 15]);
	});

	test('ups and downs count everybody once, and neither joiners nor leavers', () => {
		expect(upsAndDowns(ids, matrix)).toEqual({ up: 4, down: 2 });
	});
});

describe('grades', () => {
	test('the fewest from the top that make half of the sales', () => {
		expect(topGrades(grades.grades)).toMatchObject({ grades: 3, customers: 92 });
		expect(topGrades([{ customers: 1, sales: 0 }])).toBeNull();
	});

	test('marks rise with nearness, however many grades', () => {
		expect([0, 1, 2, 3, 4].map((i) => stepsOf(i, 5))).toEqual([5, 4, 3, 2, 1]);
		expect([0, 1].map((i) => stepsOf(i, 2))).toEqual([5, 1]);
		expect(stepsOf(0, 1)).toBe(5);
	});

	test('colours are the policy’s, and lie between them for more grades', () => {
		expect(gradeColour('g4', 1, 5)).toBe('var(--g4)');
		expect(gradeColour('g4', 0, 9)).toBe('var(--g5)');
		expect(gradeColour('', 1, 9)).toBe('color-mix(in oklch, var(--g5) 50%, var(--g4))');
		expect(gradeColour('', 8, 9)).toBe('var(--g1)');
	});

	test('a ladder is whole, in order, and no step too narrow to name', () => {
		const steps = ladder(grades.grades);
		expect(steps.map((s) => s.id)).toEqual(['first', 'neighbour', 'friend', 'family', 'best']);
		expect(steps.reduce((n, s) => n + s.width, 0)).toBeCloseTo(1);
		expect(Math.min(...steps.map((s) => s.width))).toBeGreaterThan(0.09);
	});

	test('an amount stands on its own step, and climbs as it grows', () => {
		const steps = ladder(grades.grades);
		let before = -1;
		for (let amount = 0; amount < 2_000_000; amount += 10_000) {
			const at = onLadder(steps, amount);
			expect(at).toBeGreaterThanOrEqual(before);
			expect(at).toBeLessThanOrEqual(1.000001);
			before = at;
		}
		expect(onLadder(steps, 600_000)).toBeCloseTo(steps[3]?.left ?? 0);
		expect(onLadder(steps, -5)).toBe(0);
		expect(onLadder(ladder([{ id: 'only', from: 0 }]), 50)).toBeLessThanOrEqual(1);
	});
});

describe('today’s jobs', () => {
	test('begin with those who are slipping away', () => {
		expect(jobs(overview, null).map((j) => [j.kind, j.customers])).toEqual([
			['quiet', 2],
			['CannotLose', 37],
			['AtRisk', 85],
			['NeedsAttention', 4],
			['near', null],
		]);
	});

	test('leave out lists with nobody on them', () => {
		const calm = { ...overview, regulars: { ...overview.regulars, weekCount: 0 }, segments: [] };
		expect(jobs(calm, 0)).toEqual([]);
		expect(jobs(calm, 7).map((j) => [j.kind, j.customers])).toEqual([['near', 7]]);
	});
});
