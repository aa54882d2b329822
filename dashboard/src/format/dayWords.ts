import type { Lang } from '../view';
import { type Day, weekday } from './day';

// The browser's own date formats take a phone a tenth of a second to make the
// first time, before a page can name its day. A test holds these against them.

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec'];
const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

const year = (day: Day) => day.slice(0, 4);
const month = (day: Day) => Number(day.slice(5, 7));
const date = (day: Day) => Number(day.slice(8));

const ko = {
	monthDay: (day: Day) => `${month(day)}월 ${date(day)}일`,
	withYear: (day: Day) => `${year(day)}년 ${month(day)}월 ${date(day)}일`,
	long: (day: Day) => `${ko.short(day)}요일`,
	short: (day: Day) => '일월화수목금토'.charAt(weekday(day)),
	month: (day: Day) => `${month(day)}월`,
};

const en: typeof ko = {
	monthDay: (day) => `${date(day)} ${months[month(day) - 1] ?? ''}`,
	withYear: (day) => `${en.monthDay(day)} ${year(day)}`,
	long: (day) => weekdays[weekday(day)] ?? '',
	short: (day) => en.long(day).slice(0, 3),
	month: (day) => months[month(day) - 1] ?? '',
};

/** The words of a day: 11월 20일, 2026년 11월 20일, 금요일, 금; 20 Nov, 20 Nov 2026, Friday, Fri; and of its month: 11월, Nov. */
export const dayWords: Record<Lang, typeof ko> = { ko, en };
