// The browser's formats are slow to make and the same ones are asked for again:
// each is made when it first formats something, and kept.

const numbers = new Map<string, Intl.NumberFormat>();

/** Formats numbers the way a locale does. */
export function numberFormat(locale: string, options: Intl.NumberFormatOptions): (n: number) => string {
	let own: Intl.NumberFormat | undefined;
	return (n) => {
		own ??= kept(numbers, locale, options, () => new Intl.NumberFormat(locale, options));
		return own.format(n);
	};
}

function kept<T>(all: Map<string, T>, locale: string, options: object, make: () => T): T {
	const key = locale + JSON.stringify(options);
	const made = all.get(key) ?? make();
	all.set(key, made);
	return made;
}
