import type { Pareto } from '../data/types';
import type { Formatters } from '../format/format';
import { part } from '../model/families';
import type { Messages } from '../text/messages';
import type { Option, Place } from './chart.svelte';
import { narrowBelow, tip, tooltip } from './common';
import type { Paint } from './paint';

/** The top share that is pointed out beside the curve: measured, never assumed. */
export const toldPercent = 20;

/** How wide a told point is, and how far from its left edge its words begin. */
export const toldSize = 9;
export const toldBeside = 18;

/** Where the curve lies in the place of the chart. */
export function paretoBox(width: number) {
	const narrow = width < narrowBelow;
	return { left: narrow ? 40 : 56, right: narrow ? 14 : 28, top: 34, bottom: 44 };
}

/** Sales added up from the best customers on, with two points told; a curve to compare it with lies thin behind it. */
export function paretoOption(pareto: Pareto, t: Messages, f: Formatters, place: Place, before?: Pareto): Option {
	const { width, paint } = place;
	const box = paretoBox(width);
	const say = t.value.curve;
	return {
		animation: false,
		textStyle: { fontFamily: paint.font, fontSize: 13, color: paint['ink-2'] },
		grid: box,
		xAxis: axis(say.people, f, paint, 'x'),
		yAxis: axis(say.sales, f, paint, 'y'),
		series: [
			even(paint),
			curve(pareto, paint),
			told(pareto, t, f, paint, width < narrowBelow),
			...(before ? [behind(before, paint)] : []),
		],
		graphic: [evenLabel(say.even, place, box)],
		tooltip: {
			...tooltip(paint, 6),
			axisPointer: { type: 'line', lineStyle: { color: paint['ink-3'], width: 1, type: 'solid' } },
			formatter: (at: unknown) => paretoTip(pareto, at as { seriesIndex: number; dataIndex: number }[], t, f),
		},
	};
}

function axis(name: string, f: Formatters, paint: Paint, dim: 'x' | 'y') {
	return {
		type: 'value' as const,
		min: 0,
		max: 1,
		interval: dim === 'x' ? 0.2 : 0.5,
		name,
		nameLocation: 'end' as const,
		nameGap: dim === 'x' ? -2 : 12,
		nameTextStyle: {
			color: paint['ink-2'],
			fontSize: 12,
			align: 'right' as const,
			verticalAlign: 'bottom' as const,
			padding: dim === 'x' ? [0, 0, 6, 0] : [0, 8, 0, 0],
		},
		axisLine: { show: dim === 'x', lineStyle: { color: paint.ink } },
		axisTick: { show: false },
		axisLabel: { color: paint['ink-2'], fontSize: 12, formatter: (v: number) => f.wholeShare(v) },
		splitLine: { show: dim === 'y', lineStyle: { color: paint.rule }, showMinLine: false },
	};
}

function curve(pareto: Pareto, paint: Paint) {
	return {
		type: 'line' as const,
		showSymbol: false,
		symbol: 'circle',
		symbolSize: 8,
		lineStyle: { color: paint.accent, width: 2.5 },
		itemStyle: { color: paint.accent },
		areaStyle: { color: paint.accent, opacity: 0.07 },
		data: pareto.curve.map((p) => [p.customers, p.sales]),
	};
}

/** The curve it is compared with. */
function behind(pareto: Pareto, paint: Paint) {
	return {
		type: 'line' as const,
		silent: true,
		symbol: 'none',
		lineStyle: { color: paint['ink-3'], width: 1.5 },
		emphasis: { disabled: true },
		tooltip: { show: false },
		data: pareto.curve.map((p) => [p.customers, p.sales]),
	};
}

/** The line of equal spending. */
function even(paint: Paint) {
	return {
		type: 'line' as const,
		silent: true,
		symbol: 'none',
		lineStyle: { color: paint['rule-2'], width: 1 },
		emphasis: { disabled: true },
		tooltip: { show: false },
		data: [
			[0, 0],
			[1, 1],
		],
	};
}

/** Its name, below its middle. */
function evenLabel(
	text: string,
	{ width, height, paint }: Place,
	box: { left: number; right: number; top: number; bottom: number },
) {
	return {
		type: 'text' as const,
		x: box.left + (width - box.left - box.right) * 0.52,
		y: box.top + (height - box.top - box.bottom) * 0.52,
		silent: true,
		style: { text, fill: paint['ink-3'], font: `400 12px ${paint.font}` },
	};
}

/** Two points: what the top twentieth makes, and who makes 80 %, which takes two lines where it is narrow. */
export function toldPoints(pareto: Pareto, t: Messages, f: Formatters, narrow: boolean) {
	const say = t.value.curve;
	const top = pareto.tops.find((p) => p.percent === toldPercent);
	const points: { x: number; y: number; text: string; below: number }[] = [];
	if (top) {
		const text = say.top(f.wholeShare(toldPercent / 100), f.share(top.share));
		points.push({ x: part(top.customers, pareto.customers), y: top.share, text, below: narrow ? 38 : 20 });
	}
	if (pareto.makersOf80 > 0) {
		const makers = part(pareto.makersOf80, pareto.customers);
		const text = say.makers(f.people(pareto.makersOf80), f.share(makers));
		points.push({ x: makers, y: 0.8, text: narrow ? text.replace(' ← ', '\n← ') : text, below: narrow ? 16 : 8 });
	}
	return points;
}

function told(pareto: Pareto, t: Messages, f: Formatters, paint: Paint, narrow: boolean) {
	const label = (formatter: string, position: [number, number]) => ({
		show: true,
		formatter,
		position,
		align: 'left' as const,
		verticalAlign: 'middle' as const,
		color: paint.ink,
		fontSize: 13,
		lineHeight: 17,
		fontWeight: 650 as unknown as 'bold',
		fontFamily: paint.font,
	});
	return {
		type: 'scatter' as const,
		silent: true,
		symbolSize: toldSize,
		z: 5,
		itemStyle: { color: paint.ink, opacity: 1 },
		tooltip: { show: false },
		data: toldPoints(pareto, t, f, narrow).map(({ x, y, text, below }) => ({
			value: [x, y],
			label: label(text, [toldBeside, below]),
		})),
	};
}

function paretoTip(
	pareto: Pareto,
	at: { seriesIndex: number; dataIndex: number }[],
	t: Messages,
	f: Formatters,
): string {
	const index = at.find((a) => a.seriesIndex === 1)?.dataIndex;
	const point = index === undefined ? undefined : pareto.curve[index];
	if (!point) return '';
	const people = f.people(Math.round(point.customers * pareto.customers));
	return tip(people, [
		[t.value.curve.people, f.share(point.customers)],
		[t.value.curve.sales, f.share(point.sales)],
	]);
}
