import type { Cuts, Methods } from '../data/types';

/** The whole numbers a score stands for, both ends included; null is open. */
export interface Bin {
	score: number;
	from: number | null;
	to: number | null;
}

export type Scale = keyof Cuts;

/**
 * The bins of a scale, score 1 first. With quantiles (and rhythm) a value equal
 * to a cut takes the lower bin; a threshold is the first value of the better
 * bin, except for recency, where days up to it are better. A bin may be empty:
 * then `to` is below `from`.
 */
export function bins(scale: Scale, cuts: Cuts, methods: Methods): Bin[] {
	const reaching = scale !== 'r' && methods[scale] === 'thresholds';
	const edges = cuts[scale].map((cut) => (reaching ? cut - 1 : Math.floor(cut)));
	const first = scale === 'm' ? null : scale === 'f' ? 1 : 0;
	const list = [...edges, null].map((to, i) => ({ from: i === 0 ? first : (edges[i - 1] ?? 0) + 1, to }));
	if (scale === 'r') list.reverse();
	return list.map((bin, i) => ({ score: i + 1, ...bin }));
}

export function isEmpty(bin: Bin): boolean {
	return bin.from !== null && bin.to !== null && bin.to < bin.from;
}
