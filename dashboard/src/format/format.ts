import type { Merchant } from '../data/types';
import type { Lang } from '../view';
import type { Day } from './day';
import { dayWords } from './dayWords';
import { numberFormat } from './intl';
import { type Figure, joined, type MoneyFormat, minus, moneyFormat } from './money';

/** Everything that turns a number or a day into text, for one language and shop. */
export interface Formatters {
	lang: Lang;
	money: MoneyFormat;
	/** 1,234 */
	count(n: number): string;
	/** 39명, 39 customers */
	people(n: number): string;
	/** The same with a small unit, which English leaves out in tables. */
	peopleFigure(n: number): Figure;
	/** +42, −22, 0 */
	signed(n: number): string;
	/** 37.4% */
	share(part: number): string;
	/** 77%, for sentences. */
	wholeShare(part: number): string;
	/** 0.4%p, always positive: the sign is a mark beside it. */
	points(difference: number): string;
	/** 0.69 */
	decimal(n: number): string;
	/** 5.0 */
	oneDecimal(n: number): string;
	/** 2026년 11월 */
	yearMonth(day: Day): string;
	/** 11월 20일, with the year when it is not the report's. */
	date(day: Day): string;
	/** 11월 20일 금 */
	day(day: Day): string;
	/** 11월 21일 토요일 */
	longDay(day: Day): string;
	/** 금요일 */
	weekday(day: Day): string;
	/** 금 */
	shortWeekday(day: Day): string;
	/** 11.20 */
	tickDay(day: Day): string;
	/** 11.20 금 */
	fullTickDay(day: Day): string;
	/** 11월, of a day or a month, with the year when it is not the report's. */
	month(day: Day): string;
	/** 10.24 – 11.20 */
	range(from: Day, to: Day): string;
	/** 47일 전 */
	ago(days: number): string;
	/** 47일, 47 days */
	days(n: number): string;
	/** Amounts as one string: in words, and exact. */
	words(amount: number): string;
	exact(amount: number): string;
}

/** Formatters for a language. `asOf` decides which years are worth saying. */
export function formatters(lang: Lang, merchant?: Merchant, asOf?: Day): Formatters {
	const locale = lang === 'ko' ? 'ko-KR' : 'en-GB';
	const numbers = numberFormats(locale);
	const money = moneyFormat(lang, merchant);
	const people = (n: number) =>
		lang === 'ko' ? `${numbers.count(n)}명` : `${numbers.count(n)} ${n === 1 ? 'customer' : 'customers'}`;
	return {
		lang,
		money,
		...numbers,
		...dayFormats(lang, asOf),
		people,
		peopleFigure: (n) => ({ before: '', value: numbers.count(n), after: lang === 'ko' ? '명' : '' }),
		points: (d) => `${numbers.oneDecimal(Math.abs(d) * 100)}${lang === 'ko' ? '%p' : ' pts'}`,
		days: (n) => (lang === 'ko' ? `${numbers.decimal(n)}일` : `${numbers.decimal(n)} ${n === 1 ? 'day' : 'days'}`),
		ago: (n) => {
			if (n === 0) return lang === 'ko' ? '당일' : 'today';
			return lang === 'ko' ? `${numbers.count(n)}일 전` : `${numbers.count(n)} ${n === 1 ? 'day' : 'days'} ago`;
		},
		words: (amount) => joined(money.words(amount)),
		exact: (amount) => joined(money.exact(amount)),
	};
}

function numberFormats(locale: string) {
	const format = (options: Intl.NumberFormatOptions) => {
		const own = numberFormat(locale, options);
		return (n: number) => minus(own(n));
	};
	const one = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
	const percent = { style: 'percent' } as const;
	return {
		count: format({ maximumFractionDigits: 0 }),
		signed: format({ maximumFractionDigits: 0, signDisplay: 'exceptZero' }),
		share: format({ ...percent, ...one }),
		wholeShare: format({ ...percent, maximumFractionDigits: 0 }),
		oneDecimal: format(one),
		decimal: format({ maximumFractionDigits: 2 }),
	};
}

function dayFormats(lang: Lang, asOf: Day | undefined) {
	const { monthDay, withYear, long, short, month } = dayWords[lang];
	const dotted = (day: Day) => `${Number(day.slice(5, 7))}.${Number(day.slice(8))}`;
	const sameYear = (day: Day) => asOf === undefined || asOf.slice(0, 4) === day.slice(0, 4);
	const date = (day: Day) => (sameYear(day) ? monthDay : withYear)(day);
	const yearMonth = (day: Day) =>
		lang === 'ko' ? `${day.slice(0, 4)}년 ${month(day)}` : `${month(day)} ${day.slice(0, 4)}`;
	const tickDay = lang === 'ko' ? dotted : monthDay;
	const rangeEnd = (day: Day, year: boolean) => {
		if (!year) return tickDay(day);
		return lang === 'ko' ? `${day.slice(0, 4)}.${dotted(day)}` : withYear(day);
	};
	return {
		date,
		yearMonth,
		day: (day: Day) => (lang === 'ko' ? `${date(day)} ${short(day)}` : `${short(day)} ${date(day)}`),
		longDay: (day: Day) => (lang === 'ko' ? `${date(day)} ${long(day)}` : `${long(day)} ${date(day)}`),
		weekday: long,
		shortWeekday: short,
		month: (day: Day) => (sameYear(day) ? month : yearMonth)(day),
		tickDay,
		fullTickDay: (day: Day) => (lang === 'ko' ? `${tickDay(day)} ${short(day)}` : `${short(day)} ${tickDay(day)}`),
		range: (from: Day, to: Day) => {
			const years = from.slice(0, 4) !== to.slice(0, 4);
			return `${rangeEnd(from, years)} – ${rangeEnd(to, years)}`;
		},
	};
}
