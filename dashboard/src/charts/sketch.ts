import type { Pareto } from '../data/types';
import type { Bucket } from '../model/sales';
import { paretoBox, toldPercent, toldSize } from './pareto';
import { geometry, shareOf } from './salesFrame';

// A chart's marks as plain paths, where its library will draw them: there at
// once, and all there is on a phone until somebody points at the chart.

/** A path and the colour variable it is filled or drawn with. */
export interface Stroke {
	path: string;
	fill?: string;
	line?: string;
	opacity?: number;
}

export interface Size {
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
		return share === null ? [] : [{ x: x(i), y: g.stripTop + g.stripHeight * (1 - inside(share)) }];
	});
	const ticks = rows.flatMap((row, i) => (row.before === null ? [] : [{ i, at: y(row.before) }]));
	const lines = Array.from({ length: Math.floor(g.max / g.step) }, (_, k) => (k + 1) * g.step);
	return [
		{
			line: 'rule',
			path: lines.map((amount) => `M${g.left} ${near(y(amount))}H${near(size.width - g.right)}`).join(''),
		},
		{ fill: 'accent', path: rows.map((row, i) => box(i, bar, y(row.members), y(0))).join('') },
		{
			fill: 'hollow',
			line: 'edge',
			path: rows.map((row, i) => box(i, bar, y(row.members + row.others), y(row.members))).join(''),
		},
		{ fill: 'ink', path: ticks.map(({ i, at }) => box(i, tick, at - 1, at + 1)).join('') },
		{ line: 'ink', path: `M${g.left} ${near(y(0))}H${near(size.width - g.right)}` },
		{
			line: 'rule',
			path:
				rows.length === 0
					? ''
					: [0, 1]
							.map((down) => `M${g.left} ${near(g.stripTop + g.stripHeight * down)}H${near(size.width - g.right)}`)
							.join(''),
		},
		{ line: 'accent', path: shares.length > 1 ? `M${shares.map((s) => `${near(s.x)} ${near(s.y)}`).join('L')}` : '' },
		{
			fill: 'accent',
			path: shares
				.slice(-1)
				.map((s) => dot(s.x, s.y, 3.5))
				.join(''),
		},
	].filter((stroke) => stroke.path !== '');
}

/** The curve over its line of equal spending and the one it is compared with, with the points that are told. */
export function paretoSketch(pareto: Pareto, size: Size, before?: Pareto): Stroke[] {
	const box = paretoBox(size.width);
	const right = size.width - box.right;
	const x = (share: number) => box.left + (right - box.left) * share;
	const y = (share: number) => box.top + (size.height - box.top - box.bottom) * (1 - share);
	const at = (across: number, up: number) => `${near(x(across))} ${near(y(up))}`;
	const along = ({ curve }: Pareto) => curve.map((p) => at(p.customers, p.sales)).join('L');
	const curve = along(pareto);
	const top = pareto.tops.find((p) => p.percent === toldPercent);
	const dots = [
		...(top ? [[top.customers / pareto.customers, top.share] as const] : []),
		...(pareto.makersOf80 > 0 ? [[pareto.makersOf80 / pareto.customers, 0.8] as const] : []),
	];
	return [
		{ line: 'rule', path: [0.5, 1].map((share) => `M${box.left} ${near(y(share))}H${near(right)}`).join('') },
		{ line: 'rule-2', path: `M${at(0, 0)}L${at(1, 1)}` },
		{ fill: 'accent', opacity: 0.07, path: `M${curve}L${at(1, 0)}L${at(0, 0)}z` },
		{ line: 'ink', path: `M${at(0, 0)}L${at(1, 0)}` },
		...(before && before.curve.length > 0 ? [{ line: 'ink-3', path: `M${along(before)}` }] : []),
		{ line: 'accent', path: `M${curve}` },
		{ fill: 'ink', path: dots.map(([across, up]) => dot(x(across), y(up), toldSize / 2)).join('') },
	];
}

/** A filled circle. */
function dot(x: number, y: number, r: number): string {
	return `M${near(x - r)} ${near(y)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
}

/** To a tenth of a pixel. */
function near(n: number): number {
	return Math.round(n * 10) / 10;
}
