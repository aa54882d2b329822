import type { Formatters } from '../format/format';
import type { Figure } from '../format/money';
import type { Answer } from './answer';
import type { TillText } from './text';

export interface KeyFigure {
	label: string;
	figure: Figure;
	note: string;
}

/** What a grade lacks or has, as a cashier reads it: points where grades go by those earned, else money. */
export function markFigure(byPoints: boolean, points: number | undefined, amount: number, f: Formatters): Figure {
	return byPoints ? { before: '', value: f.count(points ?? 0), after: 'P' } : f.money.exact(amount);
}

export const figureText = (figure: Figure) => figure.before + figure.value + figure.after;

/** What is missing for the next grade. */
export function lackFigure({ next, grade }: Answer, f: Formatters): Figure | undefined {
	return next && markFigure(grade.why?.basis === 'points', next.needPoints, next.need, f);
}

/** The three figures a cashier reads at arm's length: points, coupons and the next grade come first. */
export function keyFigures(answer: Answer, t: TillText, f: Formatters): KeyFigure[] {
	const all = [pointsFigure(answer, t, f), couponFigure(answer, t, f), nextFigure(answer, t, f)];
	return [...all, visitsFigure(answer, t, f), sinceFigure(answer, t, f)].filter((x) => x !== undefined).slice(0, 3);
}

const day = (f: Formatters, on: string) => f.date(on.slice(0, 10));

function pointsFigure({ points }: Answer, t: TillText, f: Formatters): KeyFigure | undefined {
	if (!points) return undefined;
	const say = t.figures;
	const p = (n: number) => `${f.count(n)}P`;
	const [first] = points.expiring;
	const notes = [
		points.debt > 0 && say.debt(p(points.debt)),
		first && say.expiring(f.month(first.month), p(first.points)),
		points.pending > 0 && say.pending(p(points.pending)),
		points.held > 0 && say.held(p(points.held)),
	].filter((note) => typeof note === 'string');
	return {
		label: say.points,
		figure: { before: '', value: f.count(points.available), after: 'P' },
		note: notes.slice(0, 2).join(' · ') || say.noneExpiring,
	};
}

function couponFigure({ coupons }: Answer, t: TillText, f: Formatters): KeyFigure | undefined {
	if (!coupons) return undefined;
	const [first] = coupons;
	const until = first?.until ? ` · ${t.figures.until(day(f, first.until))}` : '';
	return {
		label: t.figures.coupons,
		figure: { before: '', value: f.count(coupons.length), after: f.lang === 'ko' ? '장' : '' },
		note: first ? `${first.name[f.lang]}${until}` : '·',
	};
}

function nextFigure(answer: Answer, t: TillText, f: Formatters): KeyFigure | undefined {
	const { next, grade } = answer;
	const figure = lackFigure(answer, f);
	if (!next || !figure) return undefined;
	const why = grade.why;
	const has = why && figureText(markFigure(why.basis === 'points', why.points, why.amount, f));
	return {
		label: t.figures.next(next[f.lang]),
		figure,
		note: why && has ? t.figures.window(f.count(why.months), has) : '·',
	};
}

function visitsFigure({ visits, lastVisit }: Answer, t: TillText, f: Formatters): KeyFigure {
	return {
		label: t.figures.visits,
		figure: { before: '', value: f.count(visits), after: f.lang === 'ko' ? '번' : '' },
		note: lastVisit ? t.figures.last(day(f, lastVisit)) : '·',
	};
}

function sinceFigure({ grade, asOf }: Answer, t: TillText, f: Formatters): KeyFigure | undefined {
	if (!grade.since) return undefined;
	return {
		label: t.figures.since,
		figure: { before: '', value: day(f, grade.since), after: '' },
		note: asOf ? t.figures.sinceNote(day(f, asOf)) : '·',
	};
}
