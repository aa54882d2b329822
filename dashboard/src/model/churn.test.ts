import { expect, test } from 'vitest';
import { golden } from '../testing/golden';
import { clv, worthOfMore } from './churn';

const of = (retention: number) => clv({ active: 1, margin: 100, retention, discount: 0.1 });

test('the CLV of those who stay is the published one', () => {
	expect([0.8, 0.85, 0.9, 0.95].map((r) => of(r).toFixed(4))).toEqual(['266.6667', '340.0000', '450.0000', '633.3333']);
});

test('the sliders begin with what the night computed', () => {
	const { economics } = golden.retention();
	if (!economics) throw new Error('the golden report has no economics');
	const { more, gain } = worthOfMore(economics, 0.05);
	expect(clv(economics)).toBeCloseTo(economics.clv, -1);
	expect(more / economics.fivePoints).toBeCloseTo(1, 3);
	expect(gain).toBeCloseTo(economics.gain, 3);
});

test('nobody stays more than 99 of a hundred', () => {
	const all = { active: 10, margin: 100, retention: 0.99, discount: 0.1 };
	expect(worthOfMore(all, 0.05)).toEqual({ more: 0, gain: 0 });
	expect(worthOfMore({ ...all, retention: 0 }, 0).gain).toBe(0);
});
