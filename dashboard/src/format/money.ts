import type { Merchant } from '../data/types';
import type { Lang } from '../view';
import { numberFormat } from './intl';

/** A number with its unit apart, so that the unit can be set smaller. */
export interface Figure {
	before: string;
	value: string;
	after: string;
}

export function joined(f: Figure): string {
	return f.before + f.value + f.after;
}

/** What currencies are called in a Korean sentence; others go by their code. */
const koreanUnits: Record<string, string> = {
	KRW: '원',
	JPY: '엔',
	USD: '달러',
	EUR: '유로',
	GBP: '파운드',
	CNY: '위안',
	TWD: '대만달러',
	AUD: '호주달러',
	CAD: '캐나다달러',
	SGD: '싱가포르달러',
	HKD: '홍콩달러',
};

export interface MoneyFormat {
	/** To the last minor unit, for tables. */
	exact(amount: number): Figure;
	/** For sentences, axes and key figures: whole 만, or millions in English. */
	words(amount: number): Figure;
	/** For thresholds and the like, which are round: as short as can be. */
	short(amount: number): string;
	/** The same for axis ticks, whose unit the page has said. */
	tick(amount: number): string;
	/** In major units, for files; not a number when the currency is not known. */
	plain(amount: number): number;
}

/** An amount is not broken over two lines. */
const blank = '\u00a0';

/** Money is not known without a merchant: the dash says so. */
const unknown: Figure = { before: '', value: '–', after: '' };

/** Formats amounts, which are in minor units of the merchant's currency. */
export function moneyFormat(lang: Lang, merchant: Merchant | undefined): MoneyFormat {
	if (merchant === undefined) {
		return { exact: () => unknown, words: () => unknown, short: () => '–', tick: () => '–', plain: () => Number.NaN };
	}
	const { digits, currency } = merchant;
	const major = (amount: number) => amount / 10 ** digits;
	const locale = lang === 'ko' ? 'ko-KR' : 'en-US';
	const style = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const;
	const decimals = { minimumFractionDigits: digits, maximumFractionDigits: digits };
	const full = numberFormat(locale, { ...style, ...decimals });
	const whole = numberFormat(locale, { ...style, maximumFractionDigits: 0 });
	const compact = { ...style, notation: 'compact', maximumFractionDigits: 1 } as const;
	const short = numberFormat(locale, compact);
	const millions = numberFormat(locale, { ...compact, minimumFractionDigits: 1 });
	const number = numberFormat(locale, decimals);
	const integer = numberFormat(locale, { maximumFractionDigits: 0 });
	// One unit of a currency with cents is worth some thousand won: rounding to
	// whole 만 of it would say too little until there are many of them.
	const roundedFrom = digits === 0 ? 10_000 : 1_000_000;
	const words = (amount: number): Figure => {
		const units = major(amount);
		if (lang === 'en') {
			const text = Math.abs(units) < 1_000_000 ? (digits === 0 ? full : whole)(units) : millions(units);
			return { before: '', value: minus(text), after: '' };
		}
		const unit = koreanUnits[currency] ?? blank + currency;
		if (Math.abs(units) < roundedFrom) return { before: '', value: minus(integer(units)), after: unit };
		return { before: '', value: tenThousands(units, integer), after: blank + unit.trim() };
	};
	return {
		words,
		exact: (amount) =>
			lang === 'ko' && currency === 'KRW'
				? { before: '', value: minus(number(major(amount))), after: '원' }
				: { before: '', value: minus(full(major(amount))), after: '' },
		short: (amount) => (lang === 'ko' ? joined(words(amount)) : minus(short(major(amount)))),
		tick: (amount) => (lang === 'ko' ? words(amount).value : minus(short(major(amount)))),
		plain: major,
	};
}

/** 426_770_000 is 4억 2,677만. Rounded half up to whole 만. */
function tenThousands(units: number, integer: (n: number) => string): string {
	const man = Math.round(Math.abs(units) / 10_000);
	const parts = [
		[Math.floor(man / 1e8), '조'],
		[Math.floor(man / 1e4) % 1e4, '억'],
		[man % 1e4, '만'],
	] as const;
	const text = parts.filter(([n]) => n > 0).map(([n, name]) => integer(n) + name);
	return (units < 0 ? '−' : '') + text.join(blank);
}

/** A real minus sign. */
export function minus(text: string): string {
	return text.replace('-', '−');
}
