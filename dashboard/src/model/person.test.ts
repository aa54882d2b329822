import { describe, expect, test } from 'vitest';
import { type Customer, customerAt } from '../data/customers';
import { golden, speak } from '../testing/golden';
import { keepsRecencyUntil, personSentence, scoresOf } from './person';
import { plainText } from './piece';

const segments = golden.segments();
const { t, f } = speak('ko');

async function person(id: string): Promise<Customer> {
	const table = await golden.customers();
	return customerAt(table, table.customer.indexOf(id));
}

describe('one sentence', () => {
	test('warns of whoever is late by their own rhythm', async () => {
		const sentence = personSentence(await person('c000053'), t, f);
		expect(plainText(sentence)).toBe('평소 5일마다 오시던 분이 51일째 안 오셨어요.');
		expect(sentence).toContainEqual({ text: '51일째', warn: true });
	});

	test('is calm about whoever is not', async () => {
		const sentence = personSentence({ ...(await person('c000053')), recency_days: 9 }, t, f);
		expect(plainText(sentence)).toBe('평소 5일마다 오시고, 9일 전에 다녀가셨어요.');
	});

	test('begins to warn at twice the rhythm', async () => {
		const late = personSentence({ ...(await person('c000053')), recency_days: 10 }, t, f);
		expect(plainText(late)).toContain('안 오셨어요');
	});

	test('does not know a rhythm from one day', async () => {
		const once = { ...(await person('c000053')), interval: 0, visits: 1, recency_days: 3 };
		expect(plainText(personSentence(once, t, f))).toBe('지금까지 1번 오셨고, 마지막은 3일 전이에요.');
		expect(plainText(personSentence(once, speak('en').t, speak('en').f))).toBe(
			'Came once so far, the last time 3 days ago.',
		);
	});
});

test('scores stand beside their cuts', async () => {
	expect(scoresOf(await person('c000053'), segments, t, f)).toEqual([
		{ scale: 'r', score: 2, value: '51일 전', bin: '44–86일 전' },
		{ scale: 'f', score: 5, value: '50번', bin: '17번 이상' },
		{ scale: 'm', score: 5, value: '758,900원', bin: '213,180원 넘게' },
	]);
});

test('the recency score is kept up to the last day of its bin', async () => {
	const own = await person('c000053'); // last came on 1 October, bin up to 86 days
	expect(keepsRecencyUntil(own, segments)).toBe('2026-12-26');
	expect(keepsRecencyUntil({ ...own, r: 1 }, segments)).toBeNull();
	expect(keepsRecencyUntil({ ...own, r: 0 }, segments)).toBeNull();
});
