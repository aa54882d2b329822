import { createContext, tick } from 'svelte';
import { Report } from './data/report.svelte';
import type { Warning } from './data/types';
import { addDays, nightsMissing } from './format/day';
import { formatters } from './format/format';
import type { Figure } from './format/money';
import { gradeColour, stepsOf } from './model/grades';
import { type Basis, type Mark, markText } from './model/marks';
import { recall, remember } from './preferences';
import { scheme } from './scheme.svelte';
import { messages } from './text/messages';
import { defaultView, readView, type View, writeView } from './view';

/** What every component shares: the view, the report, words and formats. */
export class App {
	readonly report = new Report();
	/** The browser's clock, only ever compared with the report's day. */
	#now = $state(new Date());
	view = $state.raw<View>(readView(location.hash));

	/** On their own, so that another filter does not make new words and formats. */
	readonly lang = $derived(this.view.lang);
	readonly t = $derived(messages[this.lang]);
	readonly merchant = $derived(this.report.overview.value?.merchant);
	readonly asOf = $derived(this.report.pointer.value?.asOf);
	readonly f = $derived(formatters(this.lang, this.merchant, this.asOf));
	/** The last business day the report covers. */
	readonly lastDay = $derived(this.asOf && addDays(this.asOf, -1));
	/** How many nights should have run since the report; 0 for today's. */
	readonly missing = $derived(this.asOf && this.merchant ? nightsMissing(this.asOf, this.merchant.zone, this.#now) : 0);

	constructor() {
		const asked = readView(location.hash);
		const view = recall(asked, location.hash);
		if (writeView(view) !== writeView(asked)) history.replaceState(null, '', writeView(view));
		this.#show(view);
		addEventListener('hashchange', () => this.#show(readView(location.hash)));
		document.addEventListener('visibilitychange', () => {
			this.#now = new Date();
		});
		this.report.open();
		this.report.overview.need();
	}

	/** A grade's name, mark and colour. One the report does not know goes by its id. */
	grade(id: string): { name: string; steps: number; colour: string } {
		const grades = this.report.overview.value?.grades ?? this.report.grades.value?.grades ?? [];
		const place = grades.findIndex((g) => g.id === id);
		const grade = grades[place];
		if (!grade) return { name: id, steps: 0, colour: 'var(--edge)' };
		return {
			name: grade[this.lang],
			steps: stepsOf(place, grades.length),
			colour: gradeColour(grade.colour, place, grades.length),
		};
	}

	/** What a grade asks for, or what is missing, in words; shorter where there is little room. */
	mark(basis: Basis, mark: Mark, short = false): string {
		const amount = short ? this.f.money.short : this.f.exact;
		return markText(this.t.grades.mark, basis, mark, { amount, count: this.f.count, decimal: this.f.decimal });
	}

	/** The same for a table, where an amount alone has its unit apart. */
	markFigure(basis: Basis, mark: Mark): Figure | string {
		const alone = basis !== 'points' && mark.visits + mark.score + mark.points === 0;
		return alone ? this.f.money.exact(mark.amount) : this.mark(basis, mark);
	}

	/** A segment's name; those of a custom map go by the name they were given. */
	segmentName(name: string): string {
		return this.t.segments.names[name]?.name ?? name;
	}

	warning({ code, n, need }: Warning): string {
		const say = this.t.shell.warnings[code];
		return say ? say(this.f.count(n), this.f.count(need ?? 0)) : this.t.shell.unknownWarning(code, this.f.count(n));
	}

	/** A link to the view with something changed. Naming a page begins it afresh. */
	href(change: Partial<View>): string {
		const { lang, theme, period } = this.view;
		const from = change.page === undefined ? this.view : { ...defaultView, lang, theme, period };
		return writeView({ ...from, ...change }) || '#/';
	}

	/** Goes to a view. `replace` leaves no step to come back to, as while typing. */
	go(change: Partial<View>, replace = false): void {
		const url = this.href(change);
		if (replace) history.replaceState(null, '', url);
		else history.pushState(null, '', url);
		this.#show(readView(url));
	}

	#show(view: View): void {
		if (view.page !== this.view.page) void toTop();
		if (view.lang !== this.view.lang || view.theme !== this.view.theme) remember(view);
		this.view = view;
		scheme.choose(view.theme);
		document.documentElement.lang = view.lang;
	}
}

/** A new page is read from its top, by eye and by ear. */
async function toTop(): Promise<void> {
	await tick();
	scrollTo(0, 0);
	document.getElementById('page')?.focus({ preventScroll: true });
}

export const [useApp, provideApp] = createContext<App>();
