import { createContext } from 'svelte';
import type { Merchant } from '../data/types';
import { formatters } from '../format/format';
import { recall, remember } from '../preferences';
import { scheme } from '../scheme.svelte';
import { defaultView, type Lang, type Theme } from '../view';
import { tillText } from './text';
import { Till } from './till.svelte';

/** Minor-unit digits of the currencies a trial can be made in. */
export const currencies: Record<string, number> = { KRW: 0, JPY: 0, USD: 2, EUR: 2, GBP: 2 };

/** How near the grades of the default policy are. */
const steps: Record<string, number> = { best: 5, family: 4, friend: 3, neighbour: 2, first: 1 };

/** What every part of the page shares: the till, words and formats. */
export class TillPage {
	readonly till = new Till();
	lang = $state<Lang>('ko');
	/** Whether a single key does something. Some type by voice, and switch it off. */
	keys = $state(true);
	#theme: Theme = 'auto';

	readonly t = $derived(tillText[this.lang]);
	readonly f = $derived(formatters(this.lang, this.#merchant(), this.till.answer?.asOf));

	constructor() {
		const { lang, theme } = recall(defaultView, '');
		this.#apply(lang, theme);
		void this.till.open();
	}

	speak(lang: Lang): void {
		this.#apply(lang, this.#theme);
		remember({ ...defaultView, lang, theme: this.#theme });
	}

	turnOver(): void {
		this.#apply(this.lang, scheme.other);
		remember({ ...defaultView, lang: this.lang, theme: this.#theme });
	}

	/** An amount to the last minor unit. */
	money(amount: number): string {
		return this.f.exact(amount);
	}

	points(n: number): string {
		return `${this.f.count(n)}P`;
	}

	/** A till is told no list of grades: those of the default policy are known, others have no mark. */
	stepsOf(grade: string): number {
		return steps[grade] ?? 0;
	}

	colourOf(grade: string): string {
		const own = this.stepsOf(grade);
		return own > 0 ? `var(--g${own})` : 'var(--ink)';
	}

	#apply(lang: Lang, theme: Theme): void {
		this.lang = lang;
		this.#theme = theme;
		scheme.choose(theme);
		document.documentElement.lang = lang;
	}

	#merchant(): Merchant {
		const { currency } = this.till;
		return { name: '', currency, digits: currencies[currency] ?? 2, zone: 'UTC', stores: [] };
	}
}

export const [usePage, providePage] = createContext<TillPage>();
