/**
 * Business days. A day is `YYYY-MM-DD` and belongs to the shop, not to the
 * browser: it is only ever counted in UTC, never made into a local time.
 */
export type Day = string;

const millisecondsADay = 86_400_000;

/** Days since 1970-01-01, the way parquet keeps dates. */
export function toNumber(day: Day): number {
	return Date.parse(`${day}T00:00:00Z`) / millisecondsADay;
}

export function fromNumber(days: number): Day {
	return new Date(days * millisecondsADay).toISOString().slice(0, 10);
}

export function addDays(day: Day, days: number): Day {
	return fromNumber(toNumber(day) + days);
}

/** How many days after `from` lies `to`; negative before it. */
export function daysBetween(from: Day, to: Day): number {
	return toNumber(to) - toNumber(from);
}

/** 0 is Sunday. */
export function weekday(day: Day): number {
	return new Date(`${day}T00:00:00Z`).getUTCDay();
}

/** The date on a wall calendar in a zone at an instant. */
export function dayIn(zone: string, instant: Date): Day {
	const parts = new Intl.DateTimeFormat('en-CA', {
		timeZone: zone,
		year: 'numeric',
		month: '2-digit',
		day: '2-digit',
	}).formatToParts(instant);
	const part = (type: string) => parts.find((p) => p.type === type)?.value ?? '';
	return `${part('year')}-${part('month')}-${part('day')}`;
}

/**
 * The hour at which a night's report is due. Before it, the newest report is
 * rightly yesterday's.
 */
const dueHour = 6;

/**
 * How many nights are missing from a report as of a day: 0 when it is the one
 * to be expected at this instant.
 */
export function nightsMissing(asOf: Day, zone: string, now: Date): number {
	const expected = dayIn(zone, new Date(now.getTime() - dueHour * 3_600_000));
	return Math.max(0, daysBetween(asOf, expected));
}
