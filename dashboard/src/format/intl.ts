// The browser's formats are slow to make and the same ones are asked for again:
// each is made when it first formats something, and kept.

const numbers = new Map<string, Intl.NumberFormat>();
const dates = new Map<string, Intl.DateTimeFormat>();

/** Formats numbers the way a locale does. */
export function numberFormat(locale: string, options: Intl.NumberFormatOptions): (n: number) => string {
	let own: Intl.NumberFormat | undefined;
	return (n) => {
		own ??= kept(numbers, locale, options, () => new Intl.NumberFormat(locale, options));
		return own.format(n);
	};
}

/** Formats days, given in milliseconds since 1970, the way a locale does. */
export function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): (ms: number) => string {
	let own: Intl.DateTimeFormat | undefined;
	return (ms) => {
		own ??= kept(dates, locale, options, () => new Intl.DateTimeFormat(locale, options));
		return own.format(ms);
	};
}

function kept<T>(all: Map<string, T>, locale: string, options: object, make: () => T): T {
	const key = locale + JSON.stringify(options);
	const made = all.get(key) ?? make();
	all.set(key, made);
	return made;
}
