import { expect, test } from 'vitest';
import { fromNumber, toNumber } from './day';
import { dayWords } from './dayWords';

const locales = { ko: 'ko-KR', en: 'en-GB' } as const;

test.each(['ko', 'en'] as const)('in %s every day of eight years is called what the browser calls it', (lang) => {
	const browser = (options: Intl.DateTimeFormatOptions) => {
		const own = new Intl.DateTimeFormat(locales[lang], { ...options, timeZone: 'UTC' });
		return (n: number) => own.format(n * 86_400_000);
	};
	const month = lang === 'ko' ? 'long' : 'short';
	const theirs = {
		monthDay: browser({ month, day: 'numeric' }),
		withYear: browser({ year: 'numeric', month, day: 'numeric' }),
		long: browser({ weekday: 'long' }),
		short: browser({ weekday: 'short' }),
		month: browser({ month }),
	};
	const first = toNumber('2024-01-01');
	for (let n = first; n < first + 8 * 366; n++) {
		const day = fromNumber(n);
		for (const word of ['monthDay', 'withYear', 'long', 'short', 'month'] as const) {
			expect(dayWords[lang][word](day), `${day} ${word}`).toBe(theirs[word](n));
		}
	}
});
