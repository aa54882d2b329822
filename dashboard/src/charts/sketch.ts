import type { Pareto } from '../data/types';
import type { Bucket } from '../model/sales';
import { paretoBox } from './pareto';
import { geometry, shareOf } from './salesFrame';

// A chart's marks as plain paths, where its library will draw them: there at
// once, and on a page whose charts nobody scrolls to.

/** A path and the colour variable it is filled or drawn with. */
export interface Stroke {
	path: string;
	fill?: string;
	line?: string;
}

interface Size {
	width: number;
	height: number;
}

/** Bars of members and others, the period before as ticks, and the members' share below. */
export function salesSketch(rows: readonly Bucket[], size: Size): Stroke[] {
	const g = geometry(rows, size);
	const x = (i: number) => g.left + (i + 0.5) * g.band;
	const y = (amount: number) => g.top + g.barsHeight * (1 - amount / g.max);
	const inside = (share: number) => (share - g.shareMin) / Math.max(0.01, g.shareMax - g.shareMin);
	const bar = Math.max(2, Math.round(g.band * 0.62));
	const tick = Math.max(3, Math.round(g.band * 0.8));
	const box = (i: number, width: number, from: number, to: number) =>
		`M${near(x(i) - width / 2)} ${near(from)}H${near(x(i) + width / 2)}V${near(to)}H${near(x(i) - width / 2)}z`;
	const shares = rows.flatMap((row, i) => {
		const share = shareOf(row);
		return share === null ? [] : [`${near(x(i))} ${near(g.stripTop + g.stripHeight * (1 - inside(share)))}`];
	});
	const ticks = rows.flatMap((row, i) => (row.before === null ? [] : [{ i, at: y(row.before) }]));
	return [
		{ fill: 'accent', path: rows.map((row, i) => box(i, bar, y(row.members), y(0))).join('') },
		{
			fill: 'hollow',
			line: 'edge',
			path: rows.map((row, i) => box(i, bar, y(row.members + row.others), y(row.members))).join(''),
		},
		{ fill: 'ink', path: ticks.map(({ i, at }) => box(i, tick, at - 1, at + 1)).join('') },
		{ line: 'ink', path: `M${g.left} ${near(y(0))}H${near(size.width - g.right)}` },
		{ line: 'accent', path: shares.length > 1 ? `M${shares.join('L')}` : '' },
	].filter((stroke) => stroke.path !== '');
}

/** The curve over its line of equal spending. */
export function paretoSketch(pareto: Pareto, size: Size): Stroke[] {
	const box = paretoBox(size.width);
	const at = (x: number, y: number) =>
		`${near(box.left + (size.width - box.left - box.right) * x)} ${near(box.top + (size.height - box.top - box.bottom) * (1 - y))}`;
	return [
		{ line: 'rule-2', path: `M${at(0, 0)}L${at(1, 1)}` },
		{ line: 'ink', path: `M${at(0, 0)}L${at(1, 0)}` },
		{ line: 'accent', path: `M${pareto.curve.map((p) => at(p.customers, p.sales)).join('L')}` },
	];
}

/** To a tenth of a pixel. */
function near(n: number): number {
	return Math.round(n * 10) / 10;
}
