import { describe, expect, test } from 'vitest';
import { change, pointsFor, priceIn, products, quantityMax, refund, rowsOf, sale, totalOf, voided } from './sale';

const head = { id: 's1', occurredAt: '2026-11-21T03:00:00.000Z' };
const basket = { CAKE: 1, AMERICANO: 2 };

test('a basket holds what was put in, and forgets what was taken out', () => {
	let own = change({}, 'LATTE', 1);
	own = change(own, 'LATTE', 1);
	expect(own).toEqual({ LATTE: 2 });
	own = change(change(own, 'LATTE', -1), 'LATTE', -1);
	expect(own).toEqual({});
	expect(change(own, 'LATTE', -1)).toEqual({});
	expect(change({ LATTE: quantityMax }, 'LATTE', 1)).toEqual({ LATTE: quantityMax });
});

test('rows are in the order of the shelf, and add up', () => {
	const rows = rowsOf(basket, 'KRW');
	expect(rows.map((r) => [r.product.sku, r.quantity, r.amount])).toEqual([
		['AMERICANO', 2, 9_000],
		['CAKE', 1, 38_000],
	]);
	expect(totalOf(rows)).toBe(47_000);
});

test('every price is whole in every currency', () => {
	for (const currency of ['KRW', 'JPY', 'GBP']) {
		for (const { sku, price } of products) expect(Number.isInteger(priceIn(currency, price)), sku).toBe(true);
	}
});

describe('a sale', () => {
	const rows = rowsOf(basket, 'KRW');

	test.each([
		[0, [['card', 47_000]]],
		[
			3_000,
			[
				['points', 3_000],
				['card', 44_000],
			],
		],
		[47_000, [['points', 47_000]]],
		[50_000, [['points', 47_000]]],
	])('with %s points is paid in full', (points, tenders) => {
		const made = sale(head, rows, 'KRW', { id: 'c1' }, points);
		expect(made.tenders?.map((t) => [t.type, t.amount])).toEqual(tenders);
		expect(made.tenders?.reduce((sum, t) => sum + t.amount, 0)).toBe(made.total);
		expect(made.lines?.reduce((sum, l) => sum + l.amount, 0)).toBe(made.total);
	});

	test('of nobody names nobody', () => {
		expect(sale(head, rows, 'KRW', undefined, 0)).not.toHaveProperty('customer');
	});

	test('is given back as it was, under a name of its own', () => {
		const sold = sale(head, rows, 'KRW', { id: 'c1' }, 3_000);
		const link = { businessDay: '2026-11-21', id: 's1' };
		const back = refund({ ...head, id: 'r1' }, sold, link);
		expect(back).toMatchObject({ id: 'r1', type: 'refund', total: 47_000, lines: sold.lines, tenders: sold.tenders });
		expect(back).toMatchObject({ refundOf: link });
		expect(back).not.toHaveProperty('customer');
	});

	test('that is voided is named, and nothing else', () => {
		const link = { businessDay: '2026-11-21', id: 's1' };
		expect(voided({ ...head, id: 'v1' }, link)).toEqual({
			...head,
			id: 'v1',
			type: 'void',
			register: 'trial',
			voidOf: link,
		});
	});
});

test('more points than are to be paid are not taken', () => {
	expect([pointsFor(5, 3), pointsFor(2, 3), pointsFor(0, 3)]).toEqual([3, 2, 0]);
});
