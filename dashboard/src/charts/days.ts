import { weekday } from '../format/day';
import type { Formatters } from '../format/format';
import type { Bucket } from '../model/sales';

/** A label needs this many pixels beside the next. */
const roomForDay = 62;
const roomForShortDay = 44;

/**
 * What stands under each bar. Days: only Mondays are dated, the weekend is
 * named, the last day is bold. Weeks: as many starts as there is room for, and
 * the last. A label too near the last one gives way to it.
 */
export function dayLabels(rows: readonly Bucket[], band: number, f: Formatters, narrow: boolean): string[] {
	const last = rows.length - 1;
	const room = narrow ? roomForShortDay : roomForDay;
	const weekly = rows[0] !== undefined && rows[0].from !== rows[0].to;
	const every = weekly ? Math.max(1, Math.ceil(room / band)) : 1;
	const all = rows.length <= 7 && band >= 34;
	return rows.map((row, i) => {
		const full = `${f.tickDay(row.from)} ${f.shortWeekday(row.from)}`;
		if (i === last) return narrow && !all ? '' : `{last|${weekly ? f.tickDay(row.from) : full}}`;
		const nearLast = !narrow && (last - i) * band < room;
		if (weekly) return (last - i) % every === 0 && !nearLast ? f.tickDay(row.from) : '';
		if (all) return narrow ? f.tickDay(row.from) : full;
		if (weekday(row.from) === 1) return nearLast ? '' : narrow ? f.tickDay(row.from) : full;
		const weekend = [0, 6].includes(weekday(row.from));
		return weekend && !narrow && band >= 24 && (last - i) * band >= room / 2 + 10 ? f.shortWeekday(row.from) : '';
	});
}
