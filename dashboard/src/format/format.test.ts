import { describe, expect, test } from 'vitest';
import type { Merchant } from '../data/types';
import { addDays, dayIn, daysBetween, fromNumber, nightsMissing, toNumber, weekday } from './day';
import { formatters } from './format';
import { josa } from './josa';

const shop = (currency: string, digits: number): Merchant => ({
	name: 'x',
	currency,
	digits,
	zone: 'Asia/Seoul',
	stores: [],
});
const won = formatters('ko', shop('KRW', 0), '2026-11-21');
const wonEn = formatters('en', shop('KRW', 0), '2026-11-21');
const pounds = formatters('ko', shop('GBP', 2), '2026-11-21');
const poundsEn = formatters('en', shop('GBP', 2), '2026-11-21');

describe('money in words', () => {
	test.each([
		[0, '0원'],
		[5_700, '5,700원'],
		[9_999, '9,999원'],
		[10_000, '1만 원'],
		[14_999, '1만 원'],
		[15_000, '2만 원'],
		[15_680_000, '1,568만 원'],
		[426_770_000, '4억 2,677만 원'],
		[200_000_000, '2억 원'],
		[99_999_999, '1억 원'],
		[1_234_500_010_000, '1조 2,345억 1만 원'],
		[-22_000, '−2만 원'],
	])('%i won is %s', (amount, words) => expect(won.words(amount)).toBe(words.replaceAll(' ', '\u00a0')));

	test.each([
		[800_500, '₩800,500'],
		[426_800_000, '₩426.8M'],
		[6_000_000, '₩6.0M'],
		[-938_900, '−₩938,900'],
	])('in English %i is %s', (amount, words) => expect(wonEn.words(amount)).toBe(words));

	test('a currency with cents keeps whole units until there are many', () => {
		expect(pounds.words(1_567_849)).toBe('15,678파운드');
		expect(pounds.words(1_067_000_000)).toBe('1,067만\u00a0파운드');
		expect(poundsEn.words(1_567_849)).toBe('£15,678');
		expect(poundsEn.words(1_067_000_000)).toBe('£10.7M');
	});

	test('a currency without a Korean name goes by its code', () => {
		expect(formatters('ko', shop('CHF', 2)).words(120_000)).toBe('1,200\u00a0CHF');
	});
});

describe('exact money', () => {
	test('is given to the last minor unit', () => {
		expect(won.exact(800_500)).toBe('800,500원');
		expect(wonEn.exact(800_500)).toBe('₩800,500');
		expect(pounds.exact(1_234_567)).toBe('£12,345.67');
		expect(formatters('en', shop('KWD', 3)).exact(1_234_567)).toMatch(/^KWD.1,234\.567$/);
	});

	test('is in major units in files', () => {
		expect(pounds.money.plain(1_234)).toBe(12.34);
		expect(won.money.plain(-500)).toBe(-500);
	});

	test('is a dash without a merchant', () => {
		expect(formatters('ko').exact(5)).toBe('–');
		expect(formatters('ko').money.plain(5)).toBeNaN();
	});
});

describe('numbers', () => {
	test('shares have one decimal, and none in sentences', () => {
		expect(won.share(0.37449)).toBe('37.4%');
		expect(won.wholeShare(0.765)).toBe('77%');
		expect(won.points(-0.0042)).toBe('0.4%p');
		expect(wonEn.points(0.023)).toBe('2.3 pts');
	});

	test('a minus is a minus sign', () => {
		expect(won.signed(-22)).toBe('−22');
		expect(won.signed(42)).toBe('+42');
		expect(won.signed(0)).toBe('0');
	});

	test('people and days have their units', () => {
		expect(won.people(1_234)).toBe('1,234명');
		expect(wonEn.people(1)).toBe('1 customer');
		expect(wonEn.people(2)).toBe('2 customers');
		expect(won.days(5.5)).toBe('5.5일');
		expect(wonEn.ago(1)).toBe('1 day ago');
		expect(won.ago(0)).toBe('당일');
		expect(won.ago(47)).toBe('47일 전');
	});
});

describe('days', () => {
	test('are the shop’s, whatever zone the browser is in', () => {
		expect(new Date('2026-11-20T00:00:00Z').getTimezoneOffset()).toBe(480);
		expect(won.day('2026-11-20')).toBe('11월 20일 금');
		expect(won.longDay('2026-11-21')).toBe('11월 21일 토요일');
		expect(wonEn.day('2026-11-20')).toBe('Fri 20 Nov');
		expect(weekday('2026-11-22')).toBe(0);
	});

	test('have their year when it is not the report’s', () => {
		expect(won.date('2027-03-01')).toBe('2027년 3월 1일');
		expect(wonEn.date('2025-08-28')).toBe('28 Aug 2025');
	});

	test('make ranges', () => {
		expect(won.range('2026-10-24', '2026-11-20')).toBe('10.24 – 11.20');
		expect(won.range('2025-11-21', '2026-11-20')).toBe('2025.11.21 – 2026.11.20');
		expect(wonEn.range('2026-10-24', '2026-11-20')).toBe('24 Oct – 20 Nov');
	});

	test('are counted over months, leap days and summer time', () => {
		expect(addDays('2024-02-28', 2)).toBe('2024-03-01');
		expect(addDays('2026-03-07', 2)).toBe('2026-03-09');
		expect(daysBetween('2026-03-07', '2026-03-09')).toBe(2);
		expect(fromNumber(20_545)).toBe('2026-04-02');
		expect(toNumber('1970-01-01')).toBe(0);
	});

	test('on the wall are those of the merchant’s zone', () => {
		const instant = new Date('2026-11-20T16:00:00Z');
		expect(dayIn('Asia/Seoul', instant)).toBe('2026-11-21');
		expect(dayIn('Europe/London', instant)).toBe('2026-11-20');
	});
});

describe('an old report', () => {
	const at = (time: string) => nightsMissing('2026-11-21', 'Asia/Seoul', new Date(`${time}+09:00`));

	test('is not today’s', () => {
		expect(at('2026-11-21T09:00:00')).toBe(0);
		expect(at('2026-11-22T09:00:00')).toBe(1);
		expect(at('2026-11-23T09:00:00')).toBe(2);
	});

	test('is not called old before the night’s report is due', () => {
		expect(at('2026-11-22T03:00:00')).toBe(0);
		expect(at('2026-11-22T06:00:00')).toBe(1);
	});

	test('is never older than nothing', () => {
		expect(at('2026-11-19T09:00:00')).toBe(0);
	});
});

test('Korean particles follow the sound', () => {
	expect(['원', '파운드', '달러', '명', 'CHF'].map((w) => w + josa(w, '을', '를'))).toEqual([
		'원을',
		'파운드를',
		'달러를',
		'명을',
		'CHF를',
	]);
});
