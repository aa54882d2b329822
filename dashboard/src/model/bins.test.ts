import { describe, expect, test } from 'vitest';
import type { Cuts, Methods } from '../data/types';
import { golden, seeded, speak } from '../testing/golden';
import { bins, isEmpty, type Scale } from './bins';
import { scaleWords } from './words';

const cuts: Cuts = { r: [13.25, 23.5, 43.45, 86.9], f: [1, 2, 6, 16], m: [13_500, 28_520, 82_360, 213_180] };
const quantile: Methods = { r: 'rhythm', f: 'quantile', m: 'quantile' };
const thresholds: Methods = { r: 'thresholds', f: 'thresholds', m: 'thresholds' };
const ko = speak('ko');

/** The score the rules give, from their own words: a value above a cut is beyond it. */
function score(scale: Scale, value: number, methods: Methods): number {
	const beyond = cuts[scale].filter((cut) =>
		scale !== 'r' && methods[scale] === 'thresholds' ? value >= cut : value > cut,
	).length;
	return scale === 'r' ? cuts.r.length + 1 - beyond : 1 + beyond;
}

describe('bins', () => {
	test.each([
		['quantiles', quantile],
		['thresholds', thresholds],
	])('of %s hold exactly the values that score so', (_, methods) => {
		const random = seeded(3);
		for (const scale of ['r', 'f', 'm'] as const) {
			const top = Math.max(...cuts[scale]) * 1.3;
			for (let i = 0; i < 500; i++) {
				const value = 1 + Math.floor(random() * top);
				const own = bins(scale, cuts, methods).filter(
					(b) => (b.from === null || value >= b.from) && (b.to === null || value <= b.to),
				);
				expect(own.map((b) => b.score)).toEqual([score(scale, value, methods)]);
			}
		}
	});

	test('may be empty', () => {
		const close = bins('r', { ...cuts, r: [13.2, 13.7, 40] }, quantile);
		expect(close.map(isEmpty)).toEqual([false, false, true, false]);
	});
});

describe('in words', () => {
	test('bins say their days, visits and amounts', () => {
		const doc = { cuts, methods: quantile };
		expect(scaleWords('r', doc, ko.t, ko.f)).toEqual([
			'86일 넘게 전',
			'44–86일 전',
			'24–43일 전',
			'14–23일 전',
			'13일 안',
		]);
		expect(scaleWords('f', doc, ko.t, ko.f)).toEqual(['1번', '2번', '3–6번', '7–16번', '17번 이상']);
		expect(scaleWords('m', doc, ko.t, ko.f)[0]).toBe('13,500원까지');
		expect(scaleWords('m', doc, ko.t, ko.f)[4]).toBe('213,180원 넘게');
	});

	test('fixed steps of visits are reached, not passed', () => {
		const doc = { cuts: { ...cuts, f: [2, 3, 5, 10] }, methods: thresholds };
		expect(scaleWords('f', doc, ko.t, ko.f)).toEqual(['1번', '2번', '3–4번', '5–9번', '10번 이상']);
	});

	test('three bins have three', () => {
		expect(scaleWords('f', { cuts: { ...cuts, f: [2, 4] }, methods: thresholds }, ko.t, ko.f)).toEqual([
			'1번',
			'2–3번',
			'4번 이상',
		]);
	});

	test('a shop without scores has no cuts', () => {
		expect(bins('r', { r: [], f: [], m: [] }, { r: 'none', f: 'none', m: 'none' })).toHaveLength(1);
	});
});

test('the golden customers score as the bins say', async () => {
	const [table, doc] = [await golden.customers(), golden.segments()];
	const values = { r: table.recency_days, f: table.visits, m: table.spend };
	for (const scale of ['r', 'f', 'm'] as const) {
		const own = bins(scale, doc.cuts, doc.methods);
		for (let i = 0; i < table.count; i++) {
			const bin = own[(table[scale][i] ?? 0) - 1];
			const value = values[scale][i] ?? 0;
			expect((bin?.from ?? value) <= value && value <= (bin?.to ?? value)).toBe(true);
		}
	}
});
