import type { Formatters } from '../format/format';
import type { Bucket } from '../model/sales';
import type { Messages } from '../text/messages';
import type { Option, Place } from './chart.svelte';
import { tip, tooltip } from './common';
import type { Paint } from './paint';
import {
	barsAxis,
	type Geometry,
	geometry,
	hiddenAxis,
	highestBar,
	lastNames,
	moneyAxis,
	shareAxis,
	shareOf,
} from './salesFrame';

/** Sales by bar, the period before as ticks, and the members' share as a strip below. */
export function salesOption(rows: readonly Bucket[], period: number, t: Messages, f: Formatters, place: Place): Option {
	const g = geometry(rows, place);
	const { paint } = place;
	return {
		animation: false,
		textStyle: { fontFamily: paint.font, fontSize: 13, color: paint['ink-2'] },
		grid: [
			{ left: g.left, right: g.right, top: g.top, height: g.barsHeight },
			{ left: g.left, right: g.right, top: g.stripTop, height: g.stripHeight },
		],
		xAxis: [barsAxis(rows, f, g, paint), { ...hiddenAxis(rows), gridIndex: 1 }],
		yAxis: [moneyAxis(g, f, paint), shareAxis(g, f, paint)],
		series: [...bars(rows, g, place), ...before(rows, g, place), highest(rows, g, t, f, paint), strip(rows, place)],
		graphic: g.narrow ? [] : names(rows, period, g, t, f, paint),
		tooltip: {
			...tooltip(paint, g.band / 2),
			formatter: (at: unknown) => salesTip(rows[(at as { dataIndex: number }[])[0]?.dataIndex ?? 0], period, t, f),
		},
	};
}

/** Everything but what is pointed at becomes faint. */
function opacity(i: number, pointed: number | null): number {
	return pointed === null || pointed === i ? 1 : 0.35;
}

function bars(rows: readonly Bucket[], g: Geometry, { paint, pointed }: Place) {
	const one = (key: 'members' | 'others', style: object) => ({
		type: 'bar' as const,
		stack: 'gross',
		barWidth: Math.max(2, Math.round(g.band * 0.62)),
		emphasis: { disabled: true },
		data: rows.map((row, i) => ({ value: row[key], itemStyle: { ...style, opacity: opacity(i, pointed) } })),
	});
	const edge = g.band > 5 ? 1 : 0;
	return [
		one('members', { color: paint.accent }),
		one('others', { color: edge ? paint.hollow : paint['rule-2'], borderColor: paint.edge, borderWidth: edge }),
	];
}

/** The period before: an ink tick across each bar, never a second bar. */
function before(rows: readonly Bucket[], g: Geometry, { paint, pointed }: Place) {
	if (rows.every((r) => r.before === null)) return [];
	return [
		{
			type: 'scatter' as const,
			symbol: 'rect',
			symbolSize: [Math.max(3, Math.round(g.band * 0.8)), 2],
			silent: true,
			z: 5,
			data: rows.map((row, i) => ({
				value: row.before === null ? '-' : row.before,
				itemStyle: { color: paint.ink, opacity: opacity(i, pointed) },
			})),
		},
	];
}

function highest(rows: readonly Bucket[], g: Geometry, t: Messages, f: Formatters, paint: Paint) {
	const { at, told, top, text, align } = highestBar(rows, g, t, f);
	return {
		type: 'scatter' as const,
		symbolSize: 0,
		silent: true,
		z: 6,
		data: [{ value: [at, top] }],
		label: {
			show: told,
			position: [0, -10] as [number, number],
			align,
			verticalAlign: 'bottom' as const,
			formatter: text,
			color: paint.ink,
			fontSize: 13,
			fontWeight: 650 as unknown as 'bold',
			fontFamily: paint.font,
		},
	};
}

/** The names beside the last bar. */
function names(rows: readonly Bucket[], period: number, g: Geometry, t: Messages, f: Formatters, paint: Paint) {
	return lastNames(rows, period, g, t, f).map(({ x, y, text, fill, bold }) => ({
		type: 'text' as const,
		x,
		y,
		silent: true,
		style: {
			text,
			fill: paint[fill],
			font: `${bold ? 650 : 400} 13px ${paint.font}`,
			verticalAlign: 'middle' as const,
		},
	}));
}

function strip(rows: readonly Bucket[], { paint }: Place) {
	const last = rows.length - 1;
	return {
		type: 'line' as const,
		xAxisIndex: 1,
		yAxisIndex: 1,
		silent: true,
		symbol: 'circle',
		symbolSize: (_: unknown, at: { dataIndex: number }) => (at.dataIndex === last ? 7 : 0),
		showAllSymbol: true,
		lineStyle: { color: paint.accent, width: 2 },
		itemStyle: { color: paint.accent, borderWidth: 0 },
		emphasis: { disabled: true },
		data: rows.map((row) => shareOf(row) ?? '-'),
	};
}

function salesTip(row: Bucket | undefined, period: number, t: Messages, f: Formatters): string {
	if (!row) return '';
	const say = t.overview.sales;
	const share = shareOf(row);
	const lines: [string, string][] = [
		[say.members, f.words(row.members)],
		[say.others, f.words(row.others)],
	];
	if (share !== null) lines.push([say.memberShare, f.share(share)]);
	if (row.before !== null) lines.push([say.before(f.count(period)), f.words(row.before)]);
	return tip(row.from === row.to ? f.day(row.from) : f.range(row.from, row.to), lines);
}
