import type { components } from '../generated/api';
import type { Coupon, Gives } from './answer';

// What is rung up, as a till would send it. Pure: ids and the time are arguments.

export type Transaction = components['schemas']['Transaction'];
export type Who = components['schemas']['Who'];
export type Link = components['schemas']['Link'];

export interface Product {
	sku: string;
	/** The key that adds one: a place on the keyboard, whatever language is typed. */
	code: string;
	ko: string;
	en: string;
	category: string;
	/** In won. */
	price: number;
}

/** What the made-up shop sells. */
export const products: Product[] = [
	{ sku: 'AMERICANO', code: 'KeyQ', ko: '아메리카노', en: 'Americano', category: '음료', price: 4_500 },
	{ sku: 'LATTE', code: 'KeyW', ko: '카페라테', en: 'Caffè latte', category: '음료', price: 5_200 },
	{ sku: 'TEA', code: 'KeyE', ko: '유자차', en: 'Citron tea', category: '음료', price: 5_500 },
	{ sku: 'SALTBREAD', code: 'KeyR', ko: '소금빵', en: 'Salt bread', category: '베이커리', price: 3_800 },
	{ sku: 'CROISSANT', code: 'KeyT', ko: '크루아상', en: 'Croissant', category: '베이커리', price: 4_200 },
	{ sku: 'CAKE', code: 'KeyY', ko: '딸기 케이크', en: 'Strawberry cake', category: '베이커리', price: 38_000 },
];

/** How many of each product, by sku. */
export type Basket = Record<string, number>;

/** More of one thing is a slip of the finger. */
export const quantityMax = 99;

/** A basket with one more of a product, or one less. */
export function change(basket: Basket, sku: string, by: number): Basket {
	const quantity = Math.min(quantityMax, Math.max(0, (basket[sku] ?? 0) + by));
	const { [sku]: _, ...rest } = basket;
	return quantity > 0 ? { ...basket, [sku]: quantity } : rest;
}

/** A price in the minor units of a currency: a tenth of the won is near enough for a trial. */
export function priceIn(currency: string, won: number): number {
	return currency === 'KRW' ? won : won / 10;
}

export interface Row {
	product: Product;
	quantity: number;
	amount: number;
}

/** What lies in a basket, in the order of the shelf. */
export function rowsOf(basket: Basket, currency: string): Row[] {
	return products.flatMap((product) => {
		const quantity = basket[product.sku] ?? 0;
		return quantity > 0 ? [{ product, quantity, amount: quantity * priceIn(currency, product.price) }] : [];
	});
}

export const totalOf = (rows: Row[]) => rows.reduce((sum, row) => sum + row.amount, 0);

/** The part of a total that points pay: one point is one minor unit. */
export const pointsFor = (points: number, total: number) => Math.min(points, total);

/** What a coupon takes off a total, rounded down. */
export function couponFor(gives: Gives, total: number): number {
	return gives.percent > 0
		? Math.min(Math.floor((total * gives.percent) / 100), gives.cap)
		: Math.min(gives.amount, total);
}

/** The least total a coupon is used on: what takes money off needs some to take it off. */
export const leastFor = ({ gives, minOrder }: Pick<Coupon, 'gives' | 'minOrder'>) =>
	Math.max(minOrder, gives.amount > 0 || gives.percent > 0 ? 1 : 0);

/** What is given with a sale: a coupon with what it takes off, and benefits by id. */
export interface Gifts {
	coupon?: { id: string; name: string; off: number } | undefined;
	benefits: string[];
}

interface Head {
	id: string;
	occurredAt: string;
}

/** A sale; a coupon and `points` pay a part of it, and a card the rest. Nobody is an anonymous sale. */
export function sale(
	head: Head,
	rows: Row[],
	currency: string,
	who: Who | undefined,
	points: number,
	{ coupon, benefits }: Gifts = { benefits: [] },
): Transaction {
	const total = totalOf(rows);
	const off = coupon?.off ?? 0;
	const paid = pointsFor(points, total - off);
	const rest = total - off - paid;
	const tenders: Transaction['tenders'] = [];
	if (off > 0) tenders.push({ type: 'coupon', amount: off });
	if (paid > 0) tenders.push({ type: 'points', amount: paid });
	if (rest > 0 || tenders.length === 0) tenders.push({ type: 'card', amount: rest });
	const given = [...(coupon ? [{ id: coupon.id, coupon: coupon.name }] : []), ...benefits.map((id) => ({ id }))];
	return {
		...head,
		type: 'sale',
		currency,
		register: 'trial',
		channel: 'store',
		...(who && { customer: who }),
		total,
		lines: rows.map(({ product, quantity, amount }) => ({
			sku: product.sku,
			name: product.ko,
			category: product.category,
			quantity: String(quantity),
			unitPrice: amount / quantity,
			discount: 0,
			amount,
		})),
		tenders,
		...(given.length > 0 && { benefits: given }),
	};
}

/** A sale as it was, given back whole. */
export function refund(head: Head, sold: Transaction, refundOf: Link): Transaction {
	const { currency, register, channel, total, lines, tenders } = sold;
	return { ...head, type: 'refund', currency, register, channel, total, lines, tenders, refundOf } as Transaction;
}

/** A sale that never should have been. */
export function voided(head: Head, voidOf: Link): Transaction {
	return { ...head, type: 'void', register: 'trial', voidOf };
}
