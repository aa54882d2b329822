import type { Formatters } from '../format/format';
import { part } from '../model/families';
import type { Bucket } from '../model/sales';
import type { Messages } from '../text/messages';
import type { Option, Place } from './chart.svelte';
import { narrowBelow, roundStep, spread, tip, tooltip } from './common';
import { dayLabels } from './days';
import type { Paint } from './paint';

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
		graphic: g.narrow ? [] : directLabels(rows, period, g, t, f, paint),
		tooltip: {
			...tooltip(paint, g.band / 2),
			formatter: (at: unknown) => salesTip(rows[(at as { dataIndex: number }[])[0]?.dataIndex ?? 0], period, t, f),
		},
	};
}

export type Geometry = ReturnType<typeof geometry>;

/** Everything in pixels that does not depend on language. */
export function geometry(rows: readonly Bucket[], { width, height }: Pick<Place, 'width' | 'height'>) {
	const narrow = width < narrowBelow;
	const left = narrow ? 0 : 66;
	const right = narrow ? 0 : 168;
	const top = 40;
	const stripHeight = narrow ? 46 : 40;
	const barsHeight = height - top - stripHeight - 76;
	const high = Math.max(1, ...rows.map((r) => Math.max(r.members + r.others, r.before ?? 0)));
	const shares = rows.map(shareOf).filter((s) => s !== null);
	const [least, most] = [Math.min(1, ...shares), Math.max(0, ...shares)];
	const shareStep = most - least > 0.6 ? 0.2 : most - least > 0.12 ? 0.1 : 0.05;
	return {
		narrow,
		left,
		right,
		top,
		barsHeight,
		stripHeight,
		stripTop: height - stripHeight - 14,
		width,
		band: rows.length === 0 ? 0 : (width - left - right) / rows.length,
		step: roundStep(high, 2.2),
		max: high,
		shareStep,
		shareMin: Math.max(0, Math.floor(least / shareStep) * shareStep),
		shareMax: Math.min(1, Math.ceil(most / shareStep) * shareStep),
	};
}

function shareOf(row: Bucket): number | null {
	const gross = row.members + row.others;
	return gross > 0 ? part(row.members, gross) : null;
}

function hiddenAxis(rows: readonly Bucket[]) {
	return { type: 'category' as const, show: false, data: rows.map((r) => r.from) };
}

function barsAxis(rows: readonly Bucket[], f: Formatters, g: Geometry, paint: Paint) {
	const labels = dayLabels(rows, g.band, f, g.narrow);
	return {
		...hiddenAxis(rows),
		show: true,
		axisLine: { lineStyle: { color: paint.ink } },
		axisTick: { show: false },
		axisLabel: {
			interval: 0,
			margin: 10,
			color: paint['ink-2'],
			fontSize: 12,
			formatter: (_: string, i: number) => labels[i] ?? '',
			rich: { last: { fontWeight: 650, fontSize: 12, color: paint.ink, fontFamily: paint.font } },
		},
	};
}

/** Gridlines at round amounts; the axis itself ends at the highest bar. */
function moneyAxis(g: Geometry, f: Formatters, paint: Paint) {
	return {
		type: 'value' as const,
		min: 0,
		max: g.max,
		interval: g.step,
		position: g.narrow ? ('right' as const) : ('left' as const),
		axisLabel: {
			showMaxLabel: g.max % g.step === 0,
			showMinLabel: false,
			color: paint['ink-2'],
			fontSize: 12,
			inside: g.narrow,
			margin: g.narrow ? 0 : 10,
			verticalAlign: (g.narrow ? 'bottom' : 'middle') as 'bottom' | 'middle',
			formatter: (v: number) => f.money.tick(v),
		},
		splitLine: { lineStyle: { color: paint.rule }, showMaxLine: g.max % g.step === 0, showMinLine: false },
	};
}

function shareAxis(g: Geometry, f: Formatters, paint: Paint) {
	return {
		type: 'value' as const,
		gridIndex: 1,
		min: g.shareMin,
		max: g.shareMax,
		interval: Math.max(g.shareStep, g.shareMax - g.shareMin),
		position: g.narrow ? ('right' as const) : ('left' as const),
		axisLabel: {
			color: paint['ink-2'],
			fontSize: 12,
			inside: g.narrow,
			margin: g.narrow ? 0 : 10,
			verticalAlign: (g.narrow ? 'bottom' : 'middle') as 'bottom' | 'middle',
			formatter: (v: number) => f.wholeShare(v),
		},
		splitLine: { lineStyle: { color: paint.rule } },
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

/** The one annotation: where the highest bar is. */
function highest(rows: readonly Bucket[], g: Geometry, t: Messages, f: Formatters, paint: Paint) {
	const totals = rows.map((r) => r.members + r.others);
	const at = totals.indexOf(Math.max(...totals));
	const weekly = rows[0] !== undefined && rows[0].from !== rows[0].to;
	const say = t.overview.sales;
	const amount = f.words(totals[at] ?? 0);
	const text = g.narrow ? amount : (weekly ? say.highestWeek : say.highestDay)(amount);
	const centre = (at + 0.5) * g.band;
	const align = centre < 70 ? 'left' : centre > rows.length * g.band - 70 ? 'right' : 'center';
	return {
		type: 'scatter' as const,
		symbolSize: 0,
		silent: true,
		z: 6,
		data: [{ value: [at, Math.max(totals[at] ?? 0, rows[at]?.before ?? 0)] }],
		label: {
			show: (totals[at] ?? 0) > 0,
			position: [0, -10] as [number, number],
			align: align as 'left' | 'right' | 'center',
			verticalAlign: 'bottom' as const,
			formatter: text,
			color: paint.ink,
			fontSize: 13,
			fontWeight: 650 as unknown as 'bold',
			fontFamily: paint.font,
		},
	};
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

/** Names at the last point instead of a legend. */
function directLabels(rows: readonly Bucket[], period: number, g: Geometry, t: Messages, f: Formatters, paint: Paint) {
	const last = rows.at(-1);
	if (!last) return [];
	const say = t.overview.sales;
	const y = (amount: number) => g.top + g.barsHeight * (1 - amount / g.max);
	const entries = [
		...(last.before === null
			? []
			: [{ y: y(last.before), text: `— ${say.before(f.count(period))}`, fill: paint.ink, bold: false }]),
		{ y: y(last.members + last.others / 2), text: `${say.others} ${f.words(last.others)}`, fill: paint['ink-2'], bold: false },
		{ y: y(last.members / 2), text: `${say.members} ${f.words(last.members)}`, fill: paint.accent, bold: true },
	];
	const ys = spread(
		entries.map((e) => e.y),
		20,
	);
	const share = shareOf(last);
	const labels = entries.map((e, i) => ({ ...e, y: ys[i] ?? e.y }));
	if (share !== null) {
		const inside = (share - g.shareMin) / Math.max(0.01, g.shareMax - g.shareMin);
		const text = `${say.memberShare} ${f.share(share)}`;
		labels.push({ y: g.stripTop + g.stripHeight * (1 - inside), text, fill: paint.accent, bold: true });
	}
	return labels.map((label) => ({
		type: 'text' as const,
		x: g.width - g.right + 10,
		y: label.y,
		silent: true,
		style: {
			text: label.text,
			fill: label.fill,
			font: `${label.bold ? 650 : 400} 13px ${paint.font}`,
			verticalAlign: 'middle' as const,
		},
	}));
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
