import { describe, expect, test } from 'vitest';
import { golden, speak } from '../testing/golden';
import { asked, isNear, isNothing, markText, missing, nextOf, noticed, type Rungs, reaches, rungsOf } from './marks';

const has = (amount: number, visits = 0, score = 0, points = 0) => ({ amount, visits, score, points });
const rungs = (basis: Rungs['basis']): Rungs => ({
	basis,
	grades: [
		{ id: 'vip', from: 0, visits: 0, score: 0, points: 0, invitation: true },
		{ id: 'gold', from: 500_000, visits: 20, score: 0, points: basis === 'points' ? 250 : 0, invitation: false },
		{ id: 'silver', from: 100_000, visits: 5, score: 0, points: basis === 'points' ? 50 : 0, invitation: false },
		{ id: 'new', from: 0, visits: 0, score: 0, points: 0, invitation: false },
	],
});

describe('the next grade', () => {
	const amounts = rungsOf(golden.grades());

	test('is the one above, with what is missing', () => {
		expect(nextOf(amounts, 'family', has(672_200))).toMatchObject({ id: 'best', need: has(527_800) });
	});

	test('is none at the top, nor by invitation', () => {
		expect(nextOf(amounts, 'best', has(5))).toBeNull();
		expect(nextOf(rungs('amount'), 'gold', has(5))).toBeNull();
	});

	test('misses nothing when the amount is there already', () => {
		expect(nextOf(amounts, 'family', has(1_300_000))?.need).toEqual(has(0));
	});

	test('of both misses each, of either both until one is there', () => {
		expect(nextOf(rungs('amount_and_visits'), 'silver', has(600_000, 19))?.need).toEqual(has(0, 1));
		expect(nextOf(rungs('amount_or_visits'), 'silver', has(300_000, 10))?.need).toEqual(has(200_000, 10));
		expect(nextOf(rungs('amount_or_visits'), 'silver', has(500_000))?.need).toEqual(has(0));
	});

	test('of points misses points, whatever was spent', () => {
		expect(nextOf(rungs('points'), 'silver', has(900_000, 30, 0, 61))?.need).toEqual(has(0, 0, 0, 189));
		expect(nextOf(rungs('points'), 'silver', has(0, 0, 0, 250))?.need).toEqual(has(0));
	});
});

test('near is one visit away, or a fifth of the amount', () => {
	expect(isNear(rungs('amount_and_visits'), 'silver', has(450_000, 19))).toBe(true);
	expect(isNear(rungs('amount_and_visits'), 'silver', has(450_000, 18))).toBe(false);
	expect(isNear(rungs('amount_or_visits'), 'silver', has(0, 19))).toBe(true);
	expect(isNear(rungs('amount'), 'silver', has(500_000))).toBe(false);
	expect(isNear(rungs('points'), 'silver', has(0, 0, 0, 201))).toBe(true);
	expect(isNear(rungs('points'), 'silver', has(490_000, 19, 0, 200))).toBe(false);
});

test('nothing is missing exactly where a mark is reached', () => {
	for (const basis of ['amount', 'amount_and_visits', 'amount_or_visits', 'regulars', 'score', 'points'] as const) {
		const wants = { amount: 100, visits: 5, score: 30, points: 7 };
		for (const mark of [
			has(100, 5, 30, 7),
			has(99, 5, 30, 7),
			has(100, 4, 30, 7),
			has(100, 5, 29, 7),
			has(100, 5, 30, 6),
			has(0),
		]) {
			const left = missing(basis, mark, wants);
			const none = isNothing(left);
			expect(none, `${basis} ${JSON.stringify(mark)}`).toBe(reaches(basis, mark, wants));
		}
	}
});

test('a notice is read by what it asked for, whatever grades go by since', () => {
	const now = has(80_000, 3, 0, 40);
	expect(missing(noticed('amount', has(0, 0, 0, 100)), now, has(0, 0, 0, 100))).toEqual(has(0, 0, 0, 60));
	expect(missing(noticed('points', has(100_000)), now, has(100_000))).toEqual(has(20_000));
	expect(noticed('points', has(0))).toBe('points');
	expect(noticed('regulars', has(0, 5))).toBe('regulars');
});

test('a mark is written with what the basis looks at', () => {
	const { t, f } = speak('ko');
	const format = { amount: f.exact, count: f.count, decimal: f.decimal };
	const gold = asked(rungs('amount').grades[1] as never);
	expect(markText(t.grades.mark, 'amount_or_visits', gold, format)).toBe('500,000원 또는 20번');
	expect(markText(t.grades.mark, 'amount_and_visits', gold, format)).toBe('500,000원, 20번');
	expect(markText(t.grades.mark, 'regulars', has(0, 7), format)).toBe('7번');
	expect(markText(t.grades.mark, 'score', has(0, 0, 38), format)).toBe('점수 3.8');
	expect(markText(t.grades.mark, 'points', has(0, 0, 0, 1250), format)).toBe('1,250P');
	expect(markText(t.grades.mark, 'points', has(0), format)).toBe('0P');
});
