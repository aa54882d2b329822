import { beforeAll, describe, expect, test } from 'vitest';
import { nextOf, rungsOf } from '../model/marks';
import { golden } from '../testing/golden';
import { type Filter, noFilter, type Sort, sorts } from '../view';
import type { CustomerTable } from './customers';
import { countNear, type ListContext, markAt, ordered, select } from './list';

let table: CustomerTable;
let context: ListContext;

beforeAll(async () => {
	table = await golden.customers();
	const quiet = golden.overview().regulars.week.map((q) => q.customer);
	context = { quiet: new Set(quiet), rungs: rungsOf(golden.grades()) };
});

function list(filter: Partial<Filter>, sort: Sort = 'money') {
	return [...select(table, ordered(table, sort), { ...noFilter, ...filter }, context)];
}

describe('filters', () => {
	test('none lets everybody through, once', () => {
		expect(new Set(list({})).size).toBe(637);
	});

	test('a segment, a grade and a cell give the counts the report gives', () => {
		expect(list({ segment: 'AtRisk' })).toHaveLength(85);
		expect(list({ grade: 'friend' })).toHaveLength(56);
		expect(list({ cell: '3-4' })).toHaveLength(15);
	});

	test('a family is all of its segments', () => {
		expect(list({ family: 'leaving' })).toHaveLength(85 + 37);
	});

	test('a standing gives the count the overview gives', () => {
		expect(list({ standing: 'regular' })).toHaveLength(golden.overview().regulars.regular);
	});

	test('filters together narrow each other down', () => {
		const both = list({ segment: 'Champions', grade: 'best' });
		expect(both.length).toBeGreaterThan(0);
		expect(both.every((i) => table.segment[i] === 'Champions' && table.grade[i] === 'best')).toBe(true);
	});

	test('the search looks for a part of the id, whatever its case', () => {
		expect(list({ search: ' C00005 ' }).map((i) => table.customer[i]?.slice(0, 6))).toEqual(Array(10).fill('c00005'));
	});

	test('newly quiet regulars are those of the overview', () => {
		expect(list({ list: 'quiet' }).map((i) => table.customer[i])).toEqual(['c000053', 'c000301']);
	});

	test('near a grade is less than a fifth away, and not there yet', () => {
		const near = list({ list: 'near' });
		expect(near.length).toBe(countNear(table, context.rungs));
		expect(near.length).toBeGreaterThan(0);
		for (const i of near) {
			const next = nextOf(context.rungs, table.grade[i] ?? '', markAt(table, i));
			expect(next?.need.amount).toBeGreaterThan(0);
			expect((next?.need.amount ?? 0) / (next?.wants.amount ?? 1)).toBeLessThan(0.2);
		}
	});
});

describe('sorts', () => {
	test.each(sorts)('%s orders everybody, equal ones as the file has them', (sort) => {
		const column = { money: 'sales', recent: 'recency_days', silent: 'recency_days', visits: 'visits' } as const;
		const sign = sort === 'recent' ? 1 : -1;
		const order = list({}, sort);
		for (let k = 1; k < order.length; k++) {
			const [a = 0, b = 0] = [order[k - 1], order[k]];
			const difference = sign * ((table[column[sort]][b] ?? 0) - (table[column[sort]][a] ?? 0));
			expect(difference > 0 || (difference === 0 && b > a)).toBe(true);
		}
	});
});
