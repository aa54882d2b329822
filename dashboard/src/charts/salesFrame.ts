import type { Formatters } from '../format/format';
import { part } from '../model/families';
import type { Bucket } from '../model/sales';
import type { Messages } from '../text/messages';
import type { Place } from './chart.svelte';
import { narrowBelow, roundStep, spread } from './common';
import { dayLabels } from './days';
import type { Paint } from './paint';

// What the sales chart stands in: its place in pixels, its axes, and the names beside it.

export type Geometry = ReturnType<typeof geometry>;

/** Everything in pixels that does not depend on language. */
export function geometry(rows: readonly Bucket[], { width, height }: Pick<Place, 'width' | 'height'>) {
	const narrow = width < narrowBelow;
	const left = narrow ? 46 : 66;
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
		step: roundStep(high),
		max: high,
		shareStep,
		shareMin: Math.max(0, Math.floor(least / shareStep) * shareStep),
		shareMax: Math.min(1, Math.ceil(most / shareStep) * shareStep),
	};
}

export function shareOf(row: Bucket): number | null {
	const gross = row.members + row.others;
	return gross > 0 ? part(row.members, gross) : null;
}

export function hiddenAxis(rows: readonly Bucket[]) {
	return { type: 'category' as const, show: false, data: rows.map((r) => r.from) };
}

export function barsAxis(rows: readonly Bucket[], f: Formatters, g: Geometry, paint: Paint) {
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
export function moneyAxis(g: Geometry, f: Formatters, paint: Paint) {
	return {
		type: 'value' as const,
		min: 0,
		max: g.max,
		interval: g.step,
		axisLabel: {
			showMaxLabel: g.max % g.step === 0,
			showMinLabel: false,
			color: paint['ink-2'],
			fontSize: 12,
			margin: g.narrow ? 6 : 10,
			formatter: (v: number) => f.money.tick(v),
		},
		splitLine: { lineStyle: { color: paint.rule }, showMaxLine: g.max % g.step === 0, showMinLine: false },
	};
}

export function shareAxis(g: Geometry, f: Formatters, paint: Paint) {
	return {
		type: 'value' as const,
		gridIndex: 1,
		min: g.shareMin,
		max: g.shareMax,
		interval: Math.max(g.shareStep, g.shareMax - g.shareMin),
		axisLabel: {
			color: paint['ink-2'],
			fontSize: 12,
			margin: g.narrow ? 6 : 10,
			formatter: (v: number) => f.wholeShare(v),
		},
		splitLine: { lineStyle: { color: paint.rule } },
	};
}

/** Names at the last point instead of a legend. */
export function lastNames(rows: readonly Bucket[], period: number, g: Geometry, t: Messages, f: Formatters) {
	const last = rows.at(-1);
	if (!last) return [];
	const say = t.overview.sales;
	const y = (amount: number) => g.top + g.barsHeight * (1 - amount / g.max);
	const name = (at: number, text: string, fill: 'ink' | 'ink-2' | 'accent') => ({
		y: at,
		text,
		fill,
		bold: fill === 'accent',
	});
	const entries = [
		...(last.before === null ? [] : [name(y(last.before), `— ${say.before(f.count(period))}`, 'ink')]),
		name(y(last.members + last.others / 2), `${say.others} ${f.words(last.others)}`, 'ink-2'),
		name(y(last.members / 2), `${say.members} ${f.words(last.members)}`, 'accent'),
	];
	const ys = spread(
		entries.map((e) => e.y),
		20,
	);
	const share = shareOf(last);
	const labels = entries.map((e, i) => ({ ...e, y: ys[i] ?? e.y }));
	if (share !== null) {
		const inside = (share - g.shareMin) / Math.max(0.01, g.shareMax - g.shareMin);
		labels.push(name(g.stripTop + g.stripHeight * (1 - inside), `${say.memberShare} ${f.share(share)}`, 'accent'));
	}
	return labels.map((label) => ({ ...label, x: g.width - g.right + 10 }));
}

/** The one annotation: which bar is the highest, and how it is told. */
export function highestBar(rows: readonly Bucket[], g: Geometry, t: Messages, f: Formatters) {
	const totals = rows.map((r) => r.members + r.others);
	const at = totals.indexOf(Math.max(...totals));
	const total = totals[at] ?? 0;
	const weekly = rows[0] !== undefined && rows[0].from !== rows[0].to;
	const say = t.overview.sales;
	const amount = f.words(total);
	const centre = (at + 0.5) * g.band;
	return {
		at,
		told: total > 0,
		/** What the text stands above. */
		top: Math.max(total, rows[at]?.before ?? 0),
		text: g.narrow ? amount : (weekly ? say.highestWeek : say.highestDay)(amount),
		align: (centre < 70 ? 'left' : centre > rows.length * g.band - 70 ? 'right' : 'center') as
			| 'left'
			| 'right'
			| 'center',
	};
}
