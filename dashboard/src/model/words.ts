import type { Cuts, Methods } from '../data/types';
import type { Formatters } from '../format/format';
import type { Messages } from '../text/messages';
import { type Bin, bins, isEmpty, type Scale } from './bins';

/** A bin in words: 24–43일 전, 3–6번, 213,180원 넘게. */
export function binWords(scale: Scale, bin: Bin, t: Messages, f: Formatters): string {
	const say = t.segments.cuts;
	const { from, to } = bin;
	if (isEmpty(bin)) return say.none;
	if (scale === 'm') {
		const [over, upTo] = [from === null ? '' : f.exact(from - 1), to === null ? '' : f.exact(to)];
		if (from === null) return say.amountUpTo(upTo);
		return to === null ? say.amountOver(over) : say.amountRange(over, upTo);
	}
	const [low, high] = [from ?? 0, to ?? 0];
	if (scale === 'r') {
		if (to === null) return say.daysOver(f.count(low - 1));
		return low === 0 ? say.daysWithin(f.count(high)) : say.daysAgo(f.count(low), f.count(high));
	}
	if (to === null) return say.visitsFrom(f.count(low));
	return low === high ? say.visitsOne(f.count(low)) : say.visits(f.count(low), f.count(high));
}

/** A bin of days or visits in figures alone, for where words have no room: 24–43, 85+. */
export function binFigures({ from, to }: Bin, f: Formatters): string {
	const low = f.count(from ?? 0);
	if (to === null) return `${low}+`;
	return from === to ? low : `${low}–${f.count(to)}`;
}

/** All bins of a scale in words, score 1 first. */
export function scaleWords(scale: Scale, doc: { cuts: Cuts; methods: Methods }, t: Messages, f: Formatters): string[] {
	return bins(scale, doc.cuts, doc.methods).map((bin) => binWords(scale, bin, t, f));
}
