import { describe, expect, test } from 'vitest';
import { formatters } from '../format/format';
import { type Answer, readAnswer, readJoining } from './answer';
import { changesOf } from './changes';
import { keyFigures } from './figures';
import { tillText } from './text';

const bare = {
	customerId: 'c1',
	member: true,
	visits: 68,
	lastVisit: '2026-11-20',
	asOf: '2026-11-21',
	grade: {
		id: 'family',
		ko: '가족',
		en: 'Family',
		since: '2026-10-23',
		why: { months: 12, from: '2025-11-21', amount: 800_500, threshold: 600_000 },
	},
	next: { id: 'best', ko: '으뜸', en: 'Best', need: 399_500 },
	say: { ko: '어서 오세요.', en: 'Welcome.' },
};
const points = { available: 4_820, pending: 90, held: 300, debt: 0, expiring: [{ month: '2026-12', points: 620 }] };
const merchant = { name: '', currency: 'KRW', digits: 0, zone: 'UTC', stores: [] };
const f = formatters('ko', merchant, '2026-11-21');
const { ko } = tillText;

describe('an answer', () => {
	test('has what every till is told, and nothing it was not told', () => {
		const answer = readAnswer(bare);
		expect(answer).toMatchObject(bare);
		for (const block of ['points', 'benefits', 'coupons', 'usual', 'doNot', 'complaint', 'birthdayWeek'] as const) {
			expect(answer[block], block).toBeUndefined();
		}
		expect(answer.favourites).toEqual([]);
	});

	test.each([
		null,
		7,
		{},
		{ ...bare, customerId: 7 },
		{ ...bare, grade: undefined },
		{ ...bare, say: { ko: '예' } },
	])('that is none is refused: %#', (value) => {
		expect(() => readAnswer(value)).toThrow();
	});

	test('has its blocks read, and of them what can be shown', () => {
		const answer = readAnswer({
			...bare,
			points,
			benefits: [{ id: 'back', kind: 'economic', ko: '3% 적립', en: '3% back' }, { kind: 'social' }],
			coupons: [
				{ id: 'size', name: 'size@2026', code: 'A1', ko: '음료 사이즈업', en: 'Larger drink', until: '2026-11-30' },
				{ id: 'ten', ko: '10%', en: '10%', until: '2026-12-31', gives: { percent: 10, cap: 900 }, minOrder: 5_000 },
				{ code: 'B2' },
			],
			favourites: ['소금빵', { sku: 'A-1', name: '아메리카노', visits: 9 }, 7],
			usual: { weekday: 6, fromHour: 14, toHour: 16, ko: '토요일 14–16시', en: 'Saturdays, 14:00–16:00' },
			doNot: { ko: '봉투 권하기', en: 'offer a bag' },
			complaint: { id: 'k1', since: '2026-11-20', store: 'main', about: 'price', severity: 'minor' },
			birthdayWeek: true,
		});
		expect(answer.points).toEqual(points);
		expect(answer.benefits).toEqual([{ id: 'back', kind: 'economic', ko: '3% 적립', en: '3% back' }]);
		const nothing = { amount: 0, percent: 0, cap: 0 };
		expect(answer.coupons).toMatchObject([
			{
				id: 'size',
				one: 'size@2026',
				code: 'A1',
				offered: false,
				name: { ko: '음료 사이즈업' },
				until: '2026-11-30',
				gives: nothing,
				minOrder: 0,
			},
			{ id: 'ten', code: '', offered: true, gives: { percent: 10, cap: 900 }, minOrder: 5_000 },
		]);
		expect(answer.favourites).toEqual([{ sku: 'A-1', name: '아메리카노', visits: 9 }]);
		expect(answer.usual?.en).toBe('Saturdays, 14:00–16:00');
		expect(answer.doNot?.en).toBe('offer a bag');
		expect(answer.complaint?.since).toBe('2026-11-20');
		expect(answer.birthdayWeek).toBe(true);
	});

	test('that says nothing readable of a block has none', () => {
		const answer = readAnswer({ ...bare, favourites: 7, usual: { ko: '토요일' }, doNot: {}, complaint: true });
		expect(answer.favourites).toEqual([]);
		expect(answer.usual ?? answer.doNot ?? answer.complaint).toBeUndefined();
	});

	test('about nobody says what enrolling gives, or nothing', () => {
		const enrol = {
			grade: { id: 'first', ko: '첫걸음', en: 'First' },
			points: { points: 10, per: 1000 },
			say: bare.say,
		};
		expect(readJoining(enrol)).toEqual(enrol);
		for (const none of [undefined, null, 7, {}, { grade: {} }, { ...enrol, say: { ko: '예' } }])
			expect(readJoining(none)).toBeUndefined();
	});
});

describe('the three figures', () => {
	const shown = (value: object) =>
		keyFigures(readAnswer(value), ko, f).map((k) => `${k.label} ${k.figure.value}${k.figure.after}: ${k.note}`);

	test('are the next grade, visits and since when, where there are no points', () => {
		expect(shown(bare)).toEqual([
			'으뜸까지 399,500원: 지난 12개월 800,500원',
			'방문 68번: 마지막 11월 20일',
			'이 등급이 된 날 10월 23일: 11월 21일 새벽 기준',
		]);
	});

	test('name the year a year ahead', () => {
		const later = { ...points, expiring: [{ month: '2027-11', points: 634 }] };
		expect(shown({ ...bare, points: later })[0]).toContain('2027년 11월 말 634P 사라짐');
	});

	test('begin with points and coupons, where there are some', () => {
		expect(shown({ ...bare, points, coupons: [] })).toEqual([
			'쓸 수 있는 포인트 4,820P: 12월 말 620P 사라짐 · 90P 적립 예정',
			'쿠폰 0장: ·',
			'으뜸까지 399,500원: 지난 12개월 800,500원',
		]);
	});

	test('of grades by points name points earned, not those to spend, nor money', () => {
		const why = { ...bare.grade.why, basis: 'points', points: 201, thresholdPoints: 50, months: 6 };
		const next = { ...bare.next, need: 0, needPoints: 49 };
		expect(shown({ ...bare, grade: { ...bare.grade, why }, next })[0]).toBe('으뜸까지 49P: 지난 6개월 201P');
		const [before, after] = [49, 12].map((needPoints) =>
			readAnswer({ ...bare, grade: { ...bare.grade, why }, next: { ...next, needPoints } }),
		) as [Answer, Answer];
		expect(changesOf(before, after, ko, f)).toEqual(['으뜸까지 49P → 12P']);
	});

	test('say a debt before anything else of points', () => {
		const [first] = shown({ ...bare, points: { ...points, debt: 50 } });
		expect(first).toContain('50P 갚을 것 · 12월 말');
	});
});

test('what a sale changed is said by both sides, and nothing when nothing did', () => {
	const before = readAnswer({ ...bare, points });
	expect(changesOf(before, before, ko, f)).toEqual([]);
	const after = readAnswer({
		...bare,
		visits: 69,
		next: { ...bare.next, need: 353_200 },
		points: { ...points, available: 1_820, pending: 136 },
	});
	expect(changesOf(before, after, ko, f)).toEqual([
		'으뜸까지 399,500원 → 353,200원',
		'방문 68 → 69',
		'쓸 수 있는 포인트 4,820P → 1,820P',
		'적립 예정 포인트 90P → 136P',
	]);
	const up = readAnswer({ ...bare, grade: { id: 'best', ko: '으뜸', en: 'Best' }, next: undefined });
	expect(changesOf(before, up, ko, f)[0]).toBe('등급 가족 → 으뜸');
});
