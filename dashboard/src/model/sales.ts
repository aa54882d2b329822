import type { DaySales, Overview, Period } from '../data/types';
import { addDays, type Day } from '../format/day';

/** Yesterday's net sales beside the average of the last four same weekdays. */
export interface Yesterday {
	day: Day;
	net: number;
	/** Null while four such weekdays are not on record. */
	average: number | null;
}

const weekdaysCompared = 4;

export function yesterday(days: readonly DaySales[]): Yesterday | null {
	const last = days.at(-1);
	if (!last) return null;
	const earlier = Array.from({ length: weekdaysCompared }, (_, i) => days.at(-1 - 7 * (i + 1)));
	const known = earlier.filter((d) => d !== undefined);
	const average =
		known.length === weekdaysCompared ? known.reduce((total, d) => total + net(d), 0) / weekdaysCompared : null;
	return { day: last.day, net: net(last), average };
}

function net(day: DaySales): number {
	return day.gross - day.refunds;
}

/** The period asked for, or the one the page opens with, or the first there is. */
export function periodOf(overview: Overview, days: number): Period | undefined {
	const of = (n: number) => overview.periods.find((p) => p.days === n);
	return of(days) ?? of(28) ?? overview.periods[0];
}

/** Whether the whole span before a period is on record; else it compares with nothing. */
export function isComparable(overview: Overview, period: Period): boolean {
	return overview.since !== undefined && overview.since <= period.before.from;
}

/**
 * Where a change of gross sales came from: a share of it when members and
 * others went the same way, both differences when they did not.
 */
export type Source = { share: number } | { members: number; others: number };

export function sourceOfChange(period: Period): Source | null {
	const change = period.now.gross - period.before.gross;
	const members = period.now.members - period.before.members;
	const others = change - members;
	if (change === 0) return null;
	return members * others < 0 ? { members, others } : { share: members / change };
}

/** One bar: a day, or a week when the period is long. Sums of gross sales. */
export interface Bucket {
	from: Day;
	to: Day;
	members: number;
	others: number;
	sales: number;
	/** The same days of the period before; null in all bars when one of them is not on record. */
	before: number | null;
}

/** Up to this many days are drawn one by one. */
const singleDaysMax = 28;

export function bucketDays(period: number): number {
	return period > singleDaysMax ? 7 : 1;
}

/** The bars of a period, oldest first; fewer in a young shop. */
export function buckets(overview: Overview, period: Period): Bucket[] {
	const size = bucketDays(period.days);
	const byDay = new Map(overview.days.map((d) => [d.day, d]));
	const list: Bucket[] = [];
	for (let from = period.now.from; from <= period.now.to; from = addDays(from, size)) {
		const days = Array.from({ length: size }, (_, i) => addDays(from, i));
		const known = days.map((day) => byDay.get(day)).filter((d) => d !== undefined);
		if (known.length === 0) continue;
		const earlier = days.map((day) => byDay.get(addDays(day, -period.days))?.gross);
		const gross = known.reduce((total, d) => total + d.gross, 0);
		const members = known.reduce((total, d) => total + d.members, 0);
		list.push({
			from,
			to: addDays(from, size - 1),
			members,
			others: gross - members,
			sales: known.reduce((total, d) => total + d.sales, 0),
			before: earlier.every((g) => g !== undefined) ? earlier.reduce((total, g) => total + g, 0) : null,
		});
	}
	return list.every((b) => b.before !== null) ? list : list.map((b) => ({ ...b, before: null }));
}
