import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Coupon } from './answer';
import { Till } from './till.svelte';

interface Sent {
	path: string;
	body: Record<string, unknown>;
}

const sent: Sent[] = [];
/** What is answered next, by path; what is not named is answered well, and 0 is no answer. */
let answers: Record<string, number[]> = {};

function answer(path: string): Response {
	const status = answers[path]?.shift() ?? 200;
	if (status === 0) throw new TypeError('no answer');
	const known = { customerId: 'c1', grade: { id: 'gold' }, say: '예', id: 's1', businessDay: '2026-11-22' };
	return Response.json(
		status < 400 ? { ...known, coupon: 'drink@2026-11', code: 'K1', matches: [known] } : { code: 'refused' },
		{ status },
	);
}

beforeEach(() => {
	sent.length = 0;
	answers = {};
	vi.stubGlobal('fetch', async (path: string, { body }: { body?: string }) => {
		sent.push({ path, body: JSON.parse(body ?? '{}') });
		return answer(path);
	});
});

afterEach(() => {
	vi.unstubAllGlobals();
	vi.useRealTimers();
});

const drink: Coupon = {
	id: 'drink',
	one: 'drink@2026-11',
	code: 'K1',
	offered: false,
	name: { ko: '음료', en: 'drink' },
	until: '2026-11-30',
	gives: { amount: 500, percent: 0, cap: 0 },
	minOrder: 0,
};

/** A till before which the customer of a coupon stands, with something rung up. */
async function served(): Promise<Till> {
	const till = new Till();
	till.shop = { key: 'k', currency: 'KRW', phone: '' };
	till.typed = '1';
	await till.find();
	till.add('LATTE', 1);
	return till;
}

const coupons = () => sent.filter(({ path }) => path.startsWith('/v1/coupons/'));
const told = () =>
	coupons().map(({ path, body }) => `${path.slice(12)} ${body.id === coupons()[0]?.body.id ? 'same' : 'other'}`);

test('a hold nobody answered is asked again as it was', async () => {
	const till = await served();
	answers['/v1/coupons/hold'] = [0, 503];
	await till.pick(drink);
	till.add('LATTE', 1);
	await till.pick(drink);
	await till.pick(drink);
	expect(told()).toEqual(['hold same', 'hold same', 'hold same']);
	expect(new Set(coupons().map(({ body }) => body.orderTotal)).size).toBe(1);
	expect([drink, { ...drink, one: 'drink@2026-10', code: 'K0' }].map(till.has)).toEqual([true, false]);
	await till.drop();
	await till.pick(drink);
	expect(told().slice(3)).toEqual(['release same', 'hold other']);
});

test('a refused sale gives its coupon back, and the next one uses it anew', async () => {
	const till = await served();
	await till.pick(drink);
	answers['/v1/transactions'] = [422];
	await till.ringUp();
	expect(till.said).toEqual({ problem: 'refused', again: false });
	expect(till.picked).toBeUndefined();
	till.add('LATTE', 1);
	await till.pick(drink);
	await till.ringUp();
	expect(told()).toEqual(['hold same', 'redeem same', 'release same', 'hold other', 'redeem other']);
	expect(till.said).toEqual({ deed: 'sale', replayed: false });
});

test('a voided sale gives its coupon back, a refunded one does not', async () => {
	for (const how of ['void', 'refund'] as const) {
		sent.length = 0;
		const till = await served();
		await till.pick(drink);
		await till.ringUp();
		await till.giveBack(how);
		expect(till.said).toEqual({ deed: how, replayed: false });
		expect(told()).toEqual(['hold same', 'redeem same', ...(how === 'void' ? ['release same'] : [])]);
	}
});

test('whoever waits for an answer is told so, and no longer once it has come', async () => {
	vi.useFakeTimers();
	let come = (_: Response) => {};
	vi.stubGlobal('fetch', () => new Promise((done) => (come = done)));
	const till = new Till();
	till.shop = { key: 'k', currency: 'KRW', phone: '' };
	till.typed = '1';
	const found = till.find();
	await vi.advanceTimersByTimeAsync(900);
	expect([till.busy, till.slow]).toEqual([true, false]);
	await vi.advanceTimersByTimeAsync(200);
	expect(till.slow).toBe(true);
	come(answer('/v1/customers/lookup'));
	await found;
	expect([till.busy, till.slow]).toEqual([false, false]);
	const again = till.find();
	await vi.advanceTimersByTimeAsync(1);
	come(answer('/v1/customers/lookup'));
	await again;
	await vi.advanceTimersByTimeAsync(2_000);
	expect(till.slow, 'an answer came at once').toBe(false);
});
