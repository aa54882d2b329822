import type { Grades } from '../data/types';
import type { GradesText } from '../text/grades';

export type Basis = Grades['rules']['basis'];

/** What a grade asks for, what somebody has, or what is missing. The score is in tenths; points are those earned. */
export interface Mark {
	amount: number;
	visits: number;
	score: number;
	points: number;
}

/** A grade as far as it can be earned. */
export interface Rung {
	id: string;
	from: number;
	visits: number;
	score: number;
	points: number;
	invitation: boolean;
}

/** The grades, best first, and what of a record they look at. */
export interface Rungs {
	basis: Basis;
	grades: readonly Rung[];
}

export function rungsOf(doc: Grades | null | undefined): Rungs {
	return { basis: doc?.rules.basis ?? 'amount', grades: doc?.grades ?? [] };
}

export function asked(rung: Rung): Mark {
	return { amount: rung.from, visits: rung.visits, score: rung.score, points: rung.points };
}

export const nothing: Mark = { amount: 0, visits: 0, score: 0, points: 0 };

export function isNothing(mark: Mark): boolean {
	return mark.amount === 0 && mark.visits === 0 && mark.score === 0 && mark.points === 0;
}

export function reaches(basis: Basis, has: Mark, wants: Mark): boolean {
	const amount = has.amount >= wants.amount;
	const visits = has.visits >= wants.visits;
	if (basis === 'amount_and_visits') return amount && visits;
	if (basis === 'amount_or_visits') return amount || visits;
	if (basis === 'regulars') return visits;
	if (basis === 'points') return has.points >= wants.points;
	return basis === 'score' ? has.score >= wants.score : amount;
}

/** Of a record, what the basis looks at. */
export function looked(basis: Basis, has: Mark): Mark {
	const two = basis === 'amount_and_visits' || basis === 'amount_or_visits';
	return {
		amount: two || basis === 'amount' ? has.amount : 0,
		visits: two || basis === 'regulars' ? has.visits : 0,
		score: basis === 'score' ? has.score : 0,
		points: basis === 'points' ? has.points : 0,
	};
}

/** What the notice of a drop asked for: it may be from before grades went by points, or from when they did. */
export function noticed(basis: Basis, keep: Mark): Basis {
	if (keep.points > 0) return 'points';
	return basis === 'points' && !isNothing(keep) ? 'amount_and_visits' : basis;
}

/** What of a mark is drawn on one scale. */
export function measureOf(basis: Basis): keyof Mark {
	if (basis === 'regulars') return 'visits';
	return basis === 'score' || basis === 'points' ? basis : 'amount';
}

/** What is missing of what the basis looks at; nothing where it is reached. */
export function missing(basis: Basis, has: Mark, wants: Mark): Mark {
	if (reaches(basis, has, wants)) return nothing;
	const left = (key: keyof Mark) => Math.max(0, wants[key] - Math.max(0, has[key]));
	return looked(basis, {
		amount: left('amount'),
		visits: left('visits'),
		score: left('score'),
		points: left('points'),
	});
}

export interface Next {
	id: string;
	wants: Mark;
	need: Mark;
}

/** The next grade above that can be earned, and what is missing for it; null when there is none. */
export function nextOf({ basis, grades }: Rungs, grade: string, has: Mark): Next | null {
	const place = grades.findIndex((g) => g.id === grade);
	const above = grades.slice(0, Math.max(0, place)).findLast((g) => !g.invitation);
	return above ? { id: above.id, wants: asked(above), need: missing(basis, has, asked(above)) } : null;
}

/** A grade is near when less than a fifth of the amount or of the points is missing, and one visit at most. */
const nearShare = 5;

/** Says the next grade is near, and not reached yet. */
export function isNear(rungs: Rungs, grade: string, has: Mark): boolean {
	const next = nextOf(rungs, grade, has);
	if (!next || isNothing(next.need) || next.need.score > 0) return false;
	if (rungs.basis === 'points') return next.need.points * nearShare < next.wants.points;
	const amount = next.need.amount * nearShare < next.wants.amount || next.need.amount === 0;
	const visits = next.need.visits <= 1;
	return rungs.basis === 'amount_or_visits' ? amount || visits : amount && visits;
}

/** How amounts, counts and scores are written. */
export interface MarkFormat {
	amount: (amount: number) => string;
	count: (n: number) => string;
	decimal: (n: number) => string;
}

/** A mark in words: 60만원, 3번, both, or either; 120P. */
export function markText(say: GradesText['mark'], basis: Basis, mark: Mark, f: MarkFormat): string {
	if (mark.score > 0) return say.score(f.decimal(mark.score / 10));
	if (mark.points > 0 || (basis === 'points' && isNothing(mark))) return say.points(f.count(mark.points));
	const amount = f.amount(mark.amount);
	const visits = say.visits(f.count(mark.visits));
	if (mark.visits === 0) return amount;
	if (mark.amount === 0) return visits;
	return basis === 'amount_or_visits' ? say.either(amount, visits) : say.both(amount, visits);
}
