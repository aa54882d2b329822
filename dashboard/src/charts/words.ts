import type { Pareto } from '../data/types';
import type { Formatters } from '../format/format';
import type { Bucket } from '../model/sales';
import type { Messages } from '../text/messages';
import { narrowBelow } from './common';
import { dayLabels } from './days';
import { paretoBox, toldBeside, toldPoints, toldSize } from './pareto';
import { geometry, highestBar, lastNames } from './salesFrame';
import type { Size } from './sketch';

// What a chart says, as plain words where its library would write them: a sketch
// with its words is a whole picture.

/** A line of text; `x` is its start, middle or end, `y` its middle. */
export interface Word {
	x: number;
	y: number;
	text: string;
	fill: 'ink' | 'ink-2' | 'ink-3' | 'accent';
	/** 12 pixels when it is left out. */
	size?: number;
	bold?: boolean;
	align?: 'start' | 'middle' | 'end';
}

/** Between an axis and its labels, and half a line of them. */
const margin = 8;
const halfLine = 6;

/** The days, the amounts and shares beside the axes, the highest bar, and where it is wide the names. */
export function salesWords(rows: readonly Bucket[], period: number, t: Messages, f: Formatters, size: Size): Word[] {
	if (rows.length === 0) return [];
	const g = geometry(rows, size);
	const y = (amount: number) => g.top + g.barsHeight * (1 - amount / g.max);
	const left = g.left - (g.narrow ? 6 : 10);
	const words: Word[] = [];
	for (let amount = g.step; amount <= g.max; amount += g.step)
		words.push({ x: left, y: y(amount), text: f.money.tick(amount), fill: 'ink-2', align: 'end' });
	for (const [share, up] of [
		[g.shareMin, 1],
		[g.shareMax, 0],
	] as const)
		words.push({ x: left, y: g.stripTop + g.stripHeight * up, text: f.wholeShare(share), fill: 'ink-2', align: 'end' });
	dayLabels(rows, g.band, f, g.narrow).forEach((label, i) => {
		if (label === '') return;
		const last = /^\{last\|(.*)\}$/.exec(label)?.[1];
		const x = g.left + (i + 0.5) * g.band;
		const place = { x, y: y(0) + 10 + halfLine, align: 'middle' as const };
		words.push(last ? { ...place, text: last, fill: 'ink', bold: true } : { ...place, text: label, fill: 'ink-2' });
	});
	const high = highestBar(rows, g, t, f);
	if (high.told) {
		const align = high.align === 'left' ? 'start' : high.align === 'right' ? 'end' : 'middle';
		const x = g.left + (high.at + 0.5) * g.band;
		words.push({ x, y: y(high.top) - 10 - halfLine, text: high.text, fill: 'ink', size: 13, bold: true, align });
	}
	if (!g.narrow) words.push(...lastNames(rows, period, g, t, f).map((name) => ({ ...name, size: 13 })));
	return words;
}

/** The axes with their names, the line of equal spending, and what is told of two points. */
export function paretoWords(pareto: Pareto, t: Messages, f: Formatters, size: Size): Word[] {
	const narrow = size.width < narrowBelow;
	const box = paretoBox(size.width);
	const say = t.value.curve;
	const [wide, high] = [size.width - box.left - box.right, size.height - box.top - box.bottom];
	const x = (share: number) => box.left + wide * share;
	const y = (share: number) => box.top + high * (1 - share);
	const across = [0, 0.2, 0.4, 0.6, 0.8, 1].map((share) => ({
		x: x(share),
		y: y(0) + margin + halfLine,
		text: f.wholeShare(share),
		fill: 'ink-2' as const,
		align: 'middle' as const,
	}));
	const up = [0, 0.5, 1].map((share) => ({
		x: x(0) - margin,
		y: y(share),
		text: f.wholeShare(share),
		fill: 'ink-2' as const,
		align: 'end' as const,
	}));
	const points = toldPoints(pareto, t, f, narrow).flatMap((point) =>
		point.text.split('\n').map((text, line, lines) => ({
			x: x(point.x) - toldSize / 2 + toldBeside,
			y: y(point.y) - toldSize / 2 + point.below + 17 * (line - (lines.length - 1) / 2),
			text,
			fill: 'ink' as const,
			size: 13,
			bold: true,
		})),
	);
	return [
		...across,
		...up,
		{ x: x(1) - 2, y: y(0) - margin - halfLine, text: say.people, fill: 'ink-2', align: 'end' },
		{ x: x(0) - margin, y: y(1) - 12 - halfLine, text: say.sales, fill: 'ink-2', align: 'end' },
		{ x: x(0.52), y: y(0.48) + halfLine, text: say.even, fill: 'ink-3' },
		...points,
	];
}
