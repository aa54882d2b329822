import { describe, expect, test } from 'vitest';
import type { Period } from '../data/types';
import { golden } from '../testing/golden';
import { buckets, isComparable, periodOf, sourceOfChange, yesterday } from './sales';

const overview = golden.overview();
const period = (days: number) => periodOf(overview, days) as Period;

describe('yesterday', () => {
	test('is net of refunds, beside the mean of the four same weekdays before it', () => {
		const fridays = ['2026-11-13', '2026-11-06', '2026-10-30', '2026-10-23'].map((day) =>
			overview.days.find((d) => d.day === day),
		);
		const mean = fridays.reduce((sum, d) => sum + (d ? d.gross - d.refunds : Number.NaN), 0) / 4;
		expect(yesterday(overview.days)).toEqual({ day: '2026-11-20', net: 390_500, average: mean });
	});

	test('has no average before there are four', () => {
		expect(yesterday(overview.days.slice(-28))?.average).toBeNull();
		expect(yesterday(overview.days.slice(-29))?.average).not.toBeNull();
		expect(yesterday([])).toBeNull();
	});
});

describe('a change', () => {
	const moved = (gross: [number, number], members: [number, number]) =>
		sourceOfChange({
			...period(28),
			now: { ...period(28).now, gross: gross[1], members: members[1] },
			before: { ...period(28).before, gross: gross[0], members: members[0] },
		});

	test('is shared when members and others went the same way', () => {
		expect(moved([100, 200], [50, 80])).toEqual({ share: 0.3 });
		expect(moved([200, 100], [80, 50])).toEqual({ share: 0.3 });
	});

	test('is told as two when they went apart', () => {
		expect(moved([100, 120], [50, 90])).toEqual({ members: 40, others: -20 });
	});

	test('is none when nothing changed', () => {
		expect(moved([100, 100], [50, 60])).toBeNull();
	});
});

describe('bars', () => {
	test('are days up to four weeks, and add up to the period', () => {
		const rows = buckets(overview, period(28));
		expect(rows).toHaveLength(28);
		expect(rows.reduce((n, r) => n + r.members + r.others, 0)).toBe(period(28).now.gross);
		expect(rows.reduce((n, r) => n + (r.before ?? 0), 0)).toBe(period(28).before.gross);
	});

	test('are whole weeks beyond, and add up too', () => {
		const rows = buckets(overview, period(91));
		expect(rows).toHaveLength(13);
		expect([rows[0]?.from, rows[0]?.to, rows[12]?.to]).toEqual(['2026-08-22', '2026-08-28', '2026-11-20']);
		expect(rows.reduce((n, r) => n + r.members + r.others, 0)).toBe(period(91).now.gross);
	});

	test('have no tick where the days before are not in the report', () => {
		const rows = buckets(overview, period(364));
		expect(rows).toHaveLength(52);
		expect(rows.every((r) => r.before === null)).toBe(true);
	});

	test('are fewer in a young shop', () => {
		expect(buckets({ ...overview, days: overview.days.slice(-3) }, period(28))).toHaveLength(3);
	});
});

test('a period compares only when all of the one before is on record', () => {
	expect(isComparable(overview, period(91))).toBe(true);
	expect(isComparable(overview, period(364))).toBe(false);
	expect(isComparable({ ...overview, since: '2026-05-24' }, period(91))).toBe(false);
});

test('an unknown period falls back to four weeks', () => {
	expect(periodOf(overview, 30)?.days).toBe(28);
});
