import type { Overview, Period } from '../data/types';
import type { Formatters } from '../format/format';
import { type Figure, joined } from '../format/money';
import type { Messages } from '../text/messages';
import { part } from './families';
import { bold, opens, type Sentence } from './piece';
import { isComparable, sourceOfChange, yesterday } from './sales';

/** What the letter is written from. `stale` says that asOf is not today. */
export interface LetterInput {
	overview: Overview;
	period: Period | undefined;
	stale: boolean;
	t: Messages;
	f: Formatters;
}

/**
 * The letter: what happened yesterday, how the period went, which regulars went
 * quiet, and whom we are about to lose. What cannot be computed is not said.
 */
export function letter(input: LetterInput): Sentence[] {
	const { overview, t } = input;
	if (overview.days.length === 0) return [[t.overview.letter.noDays]];
	return [aboutYesterday(input), aboutPeriod(input), aboutQuiet(input), aboutLosing(input)].filter((s) => s.length > 0);
}

function aboutYesterday({ overview, stale, t, f }: LetterInput): Sentence {
	const last = yesterday(overview.days);
	if (!last) return [];
	const say = t.overview.letter;
	const weekday = f.weekday(last.day);
	const when = say.yesterday(weekday, f.date(last.day), stale);
	const sold = last.net === 0 ? say.nothing(when) : say.sold(when, bold(f.words(last.net)));
	if (last.average === null || last.average <= 0) return sold;
	const difference = last.net - last.average;
	if (difference === 0) return [...sold, ...say.asUsual(weekday)];
	const size = Math.abs(difference);
	return [...sold, ...say.against(weekday, f.words(Math.round(size)), f.share(size / last.average), difference > 0)];
}

function aboutPeriod({ overview, period, t, f }: LetterInput): Sentence {
	if (!period) return [];
	const say = t.overview.letter;
	const days = f.count(period.days);
	const sentence = say.period(days, bold(f.words(period.now.net)));
	if (!isComparable(overview, period)) return [...sentence, ...say.incomparable(days)];
	const change = period.now.net - period.before.net;
	if (change === 0) return [...sentence, ...say.same(days)];
	const compared = [...sentence, ...say.change(days, bold(f.words(Math.abs(change))), change > 0)];
	return [...compared, ...source(period, change > 0, t, f)];
}

/** Where the change came from, when gross sales moved the same way as net ones. */
function source(period: Period, more: boolean, t: Messages, f: Formatters): Sentence {
	const from = sourceOfChange(period);
	const say = t.overview.letter;
	if (from === null || period.now.gross > period.before.gross !== more) return [];
	if ('share' in from) return say.share(f.wholeShare(from.share), more);
	return say.opposite(f.words(Math.abs(from.members)), f.words(Math.abs(from.others)), from.members > 0);
}

function aboutQuiet({ overview, t, f }: LetterInput): Sentence {
	const { weekCount, weekSales, regular, quiet, gone } = overview.regulars;
	if (regular + quiet + gone === 0) return [];
	if (weekCount === 0) return t.overview.letter.noneQuiet();
	const list = opens(f.people(weekCount), { page: 'customers', list: 'quiet' }, true);
	return t.overview.letter.quiet(list, f.words(weekSales));
}

/** The segment we can least afford to lose, when it is there. */
const dearest = 'CannotLose';

function aboutLosing({ overview, t, f }: LetterInput): Sentence {
	const segment = overview.segments.find((s) => s.name === dearest);
	if (!segment || segment.customers === 0) return [];
	const list = opens(f.people(segment.customers), { page: 'customers', segment: dearest });
	return t.overview.letter.lost(t.segments.names[dearest]?.name ?? dearest, list, f.words(segment.sales));
}

/** A change against the period before. Both may be unknown. */
export interface Delta {
	/** ▲ or ▼ or nothing, and by how much. */
	direction: 1 | 0 | -1;
	size: string;
	warn?: boolean;
}

export interface KeyFigure {
	kind: 'net' | 'members' | 'buyers' | 'newcomers' | 'quiet';
	label: string;
	figure: Figure;
	delta: Delta | null;
	beside: string;
	define: string;
}

/** The five figures of a period, with the period before. */
export function keyFigures({ overview, period, t, f }: LetterInput): KeyFigure[] {
	if (!period) return [];
	const say = t.overview.figures;
	const { now, before } = period;
	const comparable = isComparable(overview, period);
	const shares = [part(now.members, now.gross), part(before.members, before.gross)] as const;
	const compared = (delta: Delta | null, previous: string) =>
		comparable ? { delta, beside: say.previous(previous) } : { delta: null, beside: say.noComparison };
	const count = (kind: 'buyers' | 'newcomers'): KeyFigure => ({
		kind,
		label: say[kind],
		figure: f.peopleFigure(now[kind]),
		define: say.define[kind],
		...compared(relative(now[kind], before[kind], f), joined(f.peopleFigure(before[kind]))),
	});
	return [
		{
			kind: 'net',
			label: say.net,
			figure: f.money.words(now.net),
			define: say.define.net,
			...compared(relative(now.net, before.net, f), f.words(before.net)),
		},
		{
			kind: 'members',
			label: say.members,
			figure: { before: '', value: now.gross > 0 ? f.share(shares[0]) : '–', after: '' },
			define: say.define.members,
			...compared(delta(shares[0] - shares[1], f.points(shares[0] - shares[1])), f.share(shares[1])),
		},
		count('buyers'),
		count('newcomers'),
		quietFigure(overview, period, t, f),
	];
}

function quietFigure(overview: Overview, period: Period, t: Messages, f: Formatters): KeyFigure {
	const say = t.overview.figures;
	const rule = overview.regulars;
	return {
		kind: 'quiet',
		label: say.quiet,
		figure: f.peopleFigure(rule.quiet),
		delta: period.newlyQuiet > 0 ? { direction: 1, size: say.fresh(f.count(period.newlyQuiet)), warn: true } : null,
		beside: say.amongRegulars(f.count(rule.regular + rule.quiet)),
		define: say.define.quiet(
			f.count(rule.visits),
			f.count(rule.months),
			f.count(rule.quietAfter),
			f.count(rule.goneAfter),
		),
	};
}

function relative(now: number, before: number, f: Formatters): Delta | null {
	if (before <= 0) return null;
	const change = (now - before) / before;
	return delta(change, f.share(Math.abs(change)));
}

/** A change of shares, to the tenth of a per cent its size is told in: what rounds to nothing has no direction. */
function delta(change: number, size: string): Delta {
	return { direction: Math.sign(Math.round(change * 1000)) as Delta['direction'], size };
}
