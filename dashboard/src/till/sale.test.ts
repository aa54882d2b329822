import { describe, expect, test } from 'vitest';
import {
	change,
	couponFor,
	leastFor,
	pointsFor,
	priceIn,
	products,
	quantityMax,
	refund,
	rowsOf,
	sale,
	totalOf,
	voided,
} from './sale';

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

	test('with a coupon is paid in full, and names what was given', () => {
		const gifts = { coupon: { id: 'ten', name: 'ten@2026', off: 5_000 }, benefits: ['shot'] };
		const made = sale(head, rows, 'KRW', { id: 'c1' }, 50_000, gifts);
		expect(made.tenders?.map((t) => [t.type, t.amount])).toEqual([
			['coupon', 5_000],
			['points', 42_000],
		]);
		expect(made.benefits).toEqual([{ id: 'ten', coupon: 'ten@2026' }, { id: 'shot' }]);
		expect(sale(head, rows, 'KRW', { id: 'c1' }, 0)).not.toHaveProperty('benefits');
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

test('a coupon takes off its amount or its rate, never more than the cap or the order', () => {
	const rate = { amount: 0, percent: 10, cap: 900 };
	expect([
		couponFor(rate, 8_999),
		couponFor(rate, 90_000),
		couponFor({ amount: 2_000, percent: 0, cap: 0 }, 1_500),
	]).toEqual([899, 900, 1_500]);
});

test('more points than are to be paid are not taken', () => {
	expect([pointsFor(5, 3), pointsFor(2, 3), pointsFor(0, 3)]).toEqual([3, 2, 0]);
});

test('money off needs an order, a free item none', () => {
	const none = { amount: 0, percent: 0, cap: 0 };
	const least = (gives: Partial<typeof none>, minOrder = 0) => leastFor({ gives: { ...none, ...gives }, minOrder });
	expect([
		least({ amount: 500 }),
		least({ percent: 10, cap: 900 }),
		least({}),
		least({}, 8_000),
		least({ amount: 1 }, 8_000),
	]).toEqual([1, 1, 0, 8_000, 8_000]);
});
