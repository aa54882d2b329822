import { expect, test } from 'vitest';
import type { Effect } from '../data/types';
import { golden } from '../testing/golden';
import { isClear, refusedAlike } from './effects';

const effect = (own: Partial<Effect>): Effect => ({ grade: 'gold', threshold: 100, below: 60, above: 60, ...own });

test('a difference is claimed only when its interval leaves 0 out', () => {
	expect(isClear(effect({ difference: 5, low: 1, high: 9 }))).toBe(true);
	expect(isClear(effect({ difference: 5, low: -1, high: 11 }))).toBe(false);
	expect(isClear(effect({ difference: -5, low: -9, high: -1 }))).toBe(true);
	expect(isClear(effect({ refused: 'changed' }))).toBe(false);
});

test('one reason for all is said once', () => {
	expect(refusedAlike(golden.grades().effects.grades)).toBe('too_early');
	expect(refusedAlike([effect({ refused: 'few_below' }), effect({ refused: 'few_above' })])).toBeNull();
	expect(refusedAlike([effect({ refused: 'few_below' }), effect({ low: 1, high: 2 })])).toBeNull();
	expect(refusedAlike([])).toBeNull();
});
