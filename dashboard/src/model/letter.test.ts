import { describe, expect, test } from 'vitest';
import type { Overview } from '../data/types';
import { golden, speak } from '../testing/golden';
import type { Lang } from '../view';
import { keyFigures, type LetterInput, letter } from './letter';
import { plainText } from './piece';
import { periodOf } from './sales';

function input(lang: Lang, change: Partial<Overview> = {}, days = 28, stale = false): LetterInput {
	const overview = { ...golden.overview(), ...change };
	return { overview, period: periodOf(overview, days), stale, ...speak(lang) };
}
/** Blanks inside amounts do not break; here they are blanks. */
const blanks = (text: string) => text.replaceAll('\u00a0', ' ');
const read = (of: LetterInput) => letter(of).map((sentence) => blanks(plainText(sentence)));

describe('the letter', () => {
	test('tells yesterday, the period, the quiet and whom we may lose', () => {
		expect(read(input('ko'))).toEqual([
			'어제 금요일에는 39만 원을 팔았어요. 지난 네 번의 금요일 평균보다 28만 원(41.3%) 적어요.',
			'최근 28일 순매출은 1,686만 원, 직전 28일보다 94만 원 늘었어요. 늘어난 판매의 29%는 회원에게서 왔어요.',
			'다만 이번 주에 단골 2명이 뜸해졌어요. 지난 열두 달에 125만 원을 쓰신 분들이에요.',
			'지금 ‘놓치면 안 될’ 손님은 37명이에요. 열두 달에 603만 원을 쓰신 분들이라, 한 분 한 분 연락해 볼 만해요.',
		]);
	});

	test('says the same in English', () => {
		expect(read(input('en'))).toEqual([
			'Yesterday, a Friday, brought in ₩390,500. That is ₩275,175 (41.3%) less than the average of the last four Fridays.',
			'Net sales of the last 28 days are ₩16.9M, ₩938,900 more than the 28 days before. Members made 29% of the growth.',
			'But 2 customers who used to be regulars went quiet this week. They spent ₩1.3M in the last twelve months.',
			'Right now 37 customers are in “Cannot lose”. They spent ₩6.0M in twelve months, so each of them is worth a call.',
		]);
	});

	test('opens a list from every count of people', () => {
		const links = letter(input('ko')).flatMap((s) => s.filter((p) => typeof p !== 'string' && p.to));
		expect(links).toEqual([
			{ text: '2명', to: { page: 'customers', list: 'quiet' }, warn: true },
			{ text: '37명', to: { page: 'customers', segment: 'CannotLose' }, warn: false },
		]);
	});

	test('does not compare with days that are not on record', () => {
		const { days } = golden.overview();
		expect(read(input('ko', { days: days.slice(-28) }))[0]).toBe('어제 금요일에는 39만 원을 팔았어요.');
		expect(read(input('ko', {}, 364))[1]).toBe(
			'최근 364일 순매출은 1억 5,600만 원이에요. 직전 364일은 기록이 다 있지 않아 견주지 않았어요.',
		);
	});

	test('does not say yesterday of an old report', () => {
		expect(read(input('ko', {}, 28, true))[0]).toMatch(/^11월 20일 금요일에는/);
	});

	test('is glad when nobody went quiet, and silent where there never was a regular', () => {
		const { regulars } = golden.overview();
		expect(read(input('ko', { regulars: { ...regulars, weekCount: 0 } }))[2]).toBe(
			'이번 주에 새로 뜸해진 단골은 없어요.',
		);
		const none = { ...regulars, regular: 0, quiet: 0, gone: 0, weekCount: 0 };
		expect(read(input('ko', { regulars: none })).join()).not.toContain('뜸해');
	});

	test('says when nothing was sold', () => {
		const days = golden.overview().days.map((d, i, all) => (i === all.length - 1 ? { ...d, gross: 0, refunds: 0 } : d));
		expect(read(input('ko', { days }))[0]).toMatch(/^어제 금요일에는 판매가 없었어요\. .*\(100\.0%\) 적어요\.$/);
	});

	test('waits for the first day', () => {
		expect(read(input('ko', { days: [] }))).toEqual([expect.stringContaining('첫 편지')]);
	});
});

describe('the key figures', () => {
	const plain = (of: LetterInput) =>
		keyFigures(of).map((k) => [
			k.label,
			blanks(k.figure.value + k.figure.after),
			k.delta && `${k.delta.direction} ${k.delta.size}`,
			blanks(k.beside),
		]);

	test('stand beside those of the period before', () => {
		expect(plain(input('ko'))).toEqual([
			['순매출', '1,686만 원', '1 5.9%', '직전 1,592만 원'],
			['회원 매출 비중', '66.5%', '-1 2.3%p', '직전 68.7%'],
			['구매한 회원', '246명', '1 7.9%', '직전 228명'],
			['처음 온 회원', '35명', '1 2.9%', '직전 34명'],
			['뜸한 단골', '21명', '1 6명 새로', '단골 146명 가운데'],
		]);
	});

	test('compare with nothing when the period before is not on record', () => {
		expect(
			plain(input('ko', {}, 364))
				.slice(0, 4)
				.map((k) => [k[2], k[3]]),
		).toEqual(Array(4).fill([null, '직전 기록 없음']));
	});

	test('say neither up nor down of what rounds to nothing', () => {
		const overview = golden.overview();
		const changed = { gross: 10_000_000, members: 6_067_000, net: 10_004_000 };
		const periods = overview.periods.map((p) => ({
			...p,
			now: { ...p.now, ...changed },
			before: { ...p.now, ...changed, members: 6_070_000, net: 10_000_000 },
		}));
		const [net, members] = plain(input('ko', { periods }));
		expect([net?.[2], members?.[2]]).toEqual(['0 0.0%', '0 0.0%p']);
	});

	test('do not divide by nothing', () => {
		const overview = golden.overview();
		const nothing = { gross: 0, net: 0, refunds: 0, members: 0, buyers: 0, newcomers: 0 };
		const periods = overview.periods.map((p) => ({
			...p,
			now: { ...p.now, ...nothing },
			before: { ...p.before, ...nothing },
			newlyQuiet: 0,
		}));
		const text = JSON.stringify(plain(input('en', { periods })));
		expect(text).not.toMatch(/NaN|Infinity|∞/);
		expect(plain(input('en', { periods }))[1]?.[1]).toBe('–');
	});
});
