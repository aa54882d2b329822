import type { Customer } from '../data/customers';
import type { Segments } from '../data/types';
import { addDays, type Day, fromNumber } from '../format/day';
import type { Formatters } from '../format/format';
import type { Messages } from '../text/messages';
import { type Bin, bins, type Scale } from './bins';
import { bold, type Sentence } from './piece';
import { binWords } from './words';

/** Twice their own interval is late. */
export const lateTimes = 2;

/** Their own days between visits; null while unknown. */
export function rhythmOf(person: Customer): number | null {
	return person.interval > 0 ? person.interval / 2 : null;
}

export function isLate(person: Customer): boolean {
	const rhythm = rhythmOf(person);
	return rhythm !== null && person.recency_days >= lateTimes * rhythm;
}

/** The one sentence a person's panel opens with. */
export function personSentence(person: Customer, t: Messages, f: Formatters): Sentence {
	const say = t.customers.sentence;
	const rhythm = rhythmOf(person);
	const ago = f.ago(person.recency_days);
	if (rhythm === null) return say.few(bold(say.visits(f.count(person.visits))), ago);
	if (!isLate(person)) return say.usual(bold(ago), f.days(rhythm));
	return say.late({ text: say.silent(f.days(person.recency_days)), warn: true }, f.days(rhythm));
}

/** One score of a person: how many of the steps, and the value beside its bin. */
export interface Score {
	scale: Scale;
	score: number;
	value: string;
	bin: string;
}

export function scoresOf(person: Customer, segments: Segments, t: Messages, f: Formatters): Score[] {
	const value: Record<Scale, string> = {
		r: f.ago(person.recency_days),
		f: t.segments.cuts.visitsOne(f.count(person.visits)),
		m: f.exact(person.spend),
	};
	return (['r', 'f', 'm'] as const).map((scale) => {
		const bin = binOf(scale, person[scale], segments);
		return { scale, score: person[scale], value: value[scale], bin: bin ? binWords(scale, bin, t, f) : '' };
	});
}

function binOf(scale: Scale, score: number, segments: Segments): Bin | undefined {
	return bins(scale, segments.cuts, segments.methods)[score - 1];
}

/** The last day a visit keeps the recency score, by today's cuts; null when there is none to lose. */
export function keepsRecencyUntil(person: Customer, segments: Segments): Day | null {
	const to = person.r > 1 ? binOf('r', person.r, segments)?.to : null;
	return to === null || to === undefined ? null : addDays(fromNumber(person.last_day), to);
}
