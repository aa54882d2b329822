import { describe, expect, test } from 'vitest';
import type { Period } from '../data/types';
import { buckets, periodOf } from '../model/sales';
import { golden, speak } from '../testing/golden';
import type { Place } from './chart.svelte';
import { roundStep, spread, tip, tooltip } from './common';
import { dayLabels } from './days';
import type { Paint } from './paint';
import { paretoBox, paretoOption } from './pareto';
import { labelled, ribbons } from './ribbons';
import { salesOption } from './sales';
import { geometry } from './salesFrame';
import { paretoSketch, salesSketch } from './sketch';
import { paretoWords, salesWords } from './words';

const overview = golden.overview();
const period = (days: number) => periodOf(overview, days) as Period;
const rows = buckets(overview, period(28));
const ko = speak('ko');
const en = speak('en');
const paint = new Proxy({}, { get: (_, name) => `<${String(name)}>` }) as Paint;
const place = (width: number, pointed: number | null = null): Place => ({ width, height: 368, paint, pointed });

type Series = {
	type: string;
	data: { value: unknown; itemStyle?: { opacity?: number } }[];
	label?: { formatter: string };
};
const series = (width: number, pointed: number | null = null) =>
	salesOption(rows, 28, ko.t, ko.f, place(width, pointed)).series as unknown as Series[];
const texts = (option: { graphic?: unknown }) =>
	((option.graphic ?? []) as { style: { text: string }; y: number }[]).map((g) => g.style.text);

describe('sales', () => {
	test('stack members under everybody else, and tick the period before', () => {
		const [members, others, before] = series(1144);
		expect(members?.data.map((d) => d.value)).toEqual(rows.map((r) => r.members));
		expect(others?.data.map((d) => d.value)).toEqual(rows.map((r) => r.others));
		expect(before?.data.map((d) => d.value)).toEqual(rows.map((r) => r.before));
	});

	test('leave the ticks out where there is nothing before', () => {
		const young = rows.map((r) => ({ ...r, before: null }));
		const option = salesOption(young, 28, ko.t, ko.f, place(1144));
		expect((option.series as unknown[]).length).toBe(4);
		expect(texts(option).join()).not.toContain('직전');
	});

	test('name the series at the last bar, apart from each other', () => {
		const option = salesOption(rows, 28, ko.t, ko.f, place(1144));
		expect(texts(option)).toEqual(['— 직전 28일', '비회원 12만\u00a0원', '회원 27만\u00a0원', '회원 비중 69.1%']);
		const ys = (option.graphic as { y: number }[])
			.slice(0, 3)
			.map((g) => g.y)
			.sort((a, b) => a - b);
		expect(Math.min((ys[1] ?? 0) - (ys[0] ?? 0), (ys[2] ?? 0) - (ys[1] ?? 0))).toBeGreaterThanOrEqual(20);
	});

	test('annotate the highest bar and no other', () => {
		const [at] = series(1144).filter((s) => s.label);
		expect(at?.label?.formatter).toBe('가장 많은 날 100만\u00a0원');
		expect(at?.data).toEqual([{ value: [0, 996_600] }]);
	});

	test('keep what is pointed at and fade the rest', () => {
		const faded = series(1144, 3)[0]?.data.map((d) => d.itemStyle?.opacity);
		expect(faded?.filter((o) => o === 1)).toHaveLength(1);
		expect(faded?.[3]).toBe(1);
		expect(series(1144)[0]?.data.every((d) => d.itemStyle?.opacity === 1)).toBe(true);
	});

	test('give the words beside the bars away when it is narrow', () => {
		expect(texts(salesOption(rows, 28, ko.t, ko.f, place(300)))).toEqual([]);
		expect(geometry(rows, place(300))).toMatchObject({ narrow: true, right: 0 });
	});

	test('have room for every tick and bar', () => {
		const g = geometry(rows, place(1144));
		expect(g.max).toBe(Math.max(...rows.map((r) => Math.max(r.members + r.others, r.before ?? 0))));
		expect(g.max / g.step).toBeLessThan(4);
	});

	test('survive a shop without a sale', () => {
		const still = rows.map((r) => ({ ...r, members: 0, others: 0, before: 0 }));
		expect(JSON.stringify(salesOption(still, 28, ko.t, ko.f, place(1144)))).not.toMatch(/NaN|Infinity/);
		expect(JSON.stringify(salesOption([], 28, ko.t, ko.f, place(1144)))).not.toMatch(/NaN|Infinity/);
	});
});

describe('the days below', () => {
	const shown = (labels: string[]) => labels.filter((l) => l !== '');

	test('date Mondays, name weekends and make the last day bold', () => {
		expect(shown(dayLabels(rows, 36, ko.f, false))).toEqual([
			'토',
			'일',
			'10.26 월',
			'토',
			'일',
			'11.2 월',
			'토',
			'일',
			'11.9 월',
			'토',
			'일',
			'11.16 월',
			'{last|11.20 금}',
		]);
	});

	test('never touch, in either language, however narrow', () => {
		for (const { f } of [ko, en]) {
			for (const days of [7, 28, 91, 364]) {
				const bars = buckets(overview, period(days));
				for (const width of [296, 400, 640, 900, 1500]) {
					const band = width / bars.length;
					const at = dayLabels(bars, band, f, width < 560).flatMap((text, i) =>
						text ? [{ i, text: text.replace(/\{last\||\}/g, '') }] : [],
					);
					for (let k = 1; k < at.length; k++) {
						const [a, b] = [at[k - 1], at[k]];
						if (!a || !b) continue;
						expect((b.i - a.i) * band).toBeGreaterThan(((a.text.length + b.text.length) / 2) * 5);
					}
				}
			}
		}
	});

	test('are only Mondays when it is narrow', () => {
		expect(shown(dayLabels(rows, 10, ko.f, true))).toEqual(['10.26', '11.2', '11.9', '11.16']);
	});
});

describe('the Pareto curve', () => {
	const { pareto } = golden.value();
	const option = paretoOption(pareto, ko.t, ko.f, place(1144));

	test('is the report’s, point by point', () => {
		const [, curve] = option.series as { data: unknown[] }[];
		expect(curve?.data).toEqual(pareto.curve.map((p) => [p.customers, p.sales]));
	});

	test('tells the measured share of the top and who makes 80 %', () => {
		const told = (option.series as { data: { value: number[]; label: { formatter: string } }[] }[])[2];
		expect(told?.data.map((d) => d.label.formatter)).toEqual(['상위 20% → 매출 73.1%', '매출 80% ← 166명(26.1%)']);
		expect(told?.data[0]?.value[1]).toBe(pareto.tops.find((t) => t.percent === 20)?.share);
	});

	test('is drawn for one customer too', () => {
		const one = {
			customers: 1,
			sales: 5,
			gini: 0,
			makersOf80: 1,
			tops: [],
			curve: [
				{ customers: 0, sales: 0 },
				{ customers: 1, sales: 1 },
			],
		};
		expect(JSON.stringify(paretoOption(one, en.t, en.f, place(300)))).not.toMatch(/NaN|null,null/);
	});
});

describe('ribbons', () => {
	const grades = overview.grades.map((g) => ({ ...g, key: g.id, colour: g.colour }));

	test('join the shares of people to the shares of money', () => {
		const parts = ribbons(grades);
		expect(parts[0]?.people.width).toBeCloseTo(10 / 637);
		expect(parts[0]?.money.width).toBeCloseTo(15_162_800 / 93_044_500);
		expect(parts.at(-1)?.path).toMatch(/H100L100 100H/);
	});

	test('give money below zero no width', () => {
		const parts = ribbons([
			{ key: 'a', colour: '', customers: 1, sales: -5 },
			{ key: 'b', colour: '', customers: 1, sales: 5 },
		]);
		expect(parts.map((p) => p.money.width)).toEqual([0, 1]);
	});

	test('name the widest first where names would touch', () => {
		const families = [77, 3, 1, 15, 4].map((sales, i) => ({ key: String(i), colour: '', customers: 20, sales }));
		expect(labelled(ribbons(families), 0.1).map((p) => p.key)).toEqual(['0', '3']);
	});
});

describe('tools of charts', () => {
	test('steps are round, and two or three of them fit', () => {
		expect([1, 7, 43, 980_000, 0].map(roundStep)).toEqual([0.5, 2.5, 20, 250_000, 1]);
		for (let top = 1; top < 1e9; top *= 1.07) {
			const lines = Math.floor(top / roundStep(top) + 1e-9);
			expect(lines === 2 || lines === 3 || top / roundStep(top) === 4).toBe(true);
		}
	});

	test('labels are spread without changing places', () => expect(spread([10, 12, 11], 5)).toEqual([10, 20, 15]));
	test('a tooltip escapes what it says', () =>
		expect(tip('<b>', [['a&b', '"']])).toBe(
			'<div class="tip"><b>&#60;b&#62;</b><span>a&#38;b<i>&#34;</i></span></div>',
		));

	test('a tooltip stands beside its mark, never over it', () => {
		const { position } = tooltip(paint, 10);
		const at = (x: number) => position([x, 50], null, null, null, { contentSize: [140, 80], viewSize: [600, 300] });
		expect(at(100)).toEqual([118, 8]);
		expect(at(550)).toEqual([550 - 18 - 140, 8]);
	});
});

describe('a sketch', () => {
	const ends = (path: string) =>
		path
			.split('M')
			.slice(1)
			.map((box) => box.split(/[ HVz]/).map(Number));

	test('has the bars of the chart in their places', () => {
		const g = geometry(rows, place(1144));
		const [, members, others] = salesSketch(rows, place(1144));
		const boxes = ends(members?.path ?? '');
		expect(boxes).toHaveLength(rows.length);
		expect(ends(others?.path ?? '')).toHaveLength(rows.length);
		boxes.forEach(([, top = 0, , bottom = 0], i) => {
			const share = (rows[i]?.members ?? 0) / g.max;
			expect(bottom - top).toBeCloseTo(share * g.barsHeight, 0);
			expect(bottom).toBeCloseTo(g.top + g.barsHeight, 0);
		});
	});

	test('of the curve begins at nothing and ends at everything', () => {
		const box = paretoBox(800);
		const path = paretoSketch(golden.value().pareto, place(800)).find((s) => s.line === 'accent')?.path ?? '';
		const { height } = place(800);
		expect(path.startsWith(`M${box.left} ${height - box.bottom}L`)).toBe(true);
		expect(path.endsWith(`L${800 - box.right} ${box.top}`)).toBe(true);
	});

	test('of a shop without a sale is finite', () => {
		expect(JSON.stringify(salesSketch([], place(300)))).not.toMatch(/NaN|Infinity|null/);
		const still = rows.map((r) => ({ ...r, members: 0, others: 0, before: 0 }));
		expect(JSON.stringify(salesSketch(still, place(300)))).not.toMatch(/NaN|Infinity|null/);
		expect(JSON.stringify(salesWords(still, 28, ko.t, ko.f, place(300)))).not.toMatch(/NaN|Infinity|null/);
	});

	const said = (words: { text: string }[]) => words.map((w) => w.text);

	test('says what the chart says, narrow and wide', () => {
		const narrow = said(salesWords(rows, 28, ko.t, ko.f, place(300)));
		expect(narrow).toEqual(expect.arrayContaining(['10.26', '11.16', '100만\u00a0원']));
		expect(narrow.join()).not.toContain('회원');
		const wide = salesWords(rows, 28, ko.t, ko.f, place(1144));
		expect(said(wide)).toEqual(expect.arrayContaining(['회원 비중 69.1%', '가장 많은 날 100만\u00a0원']));
		expect(wide.find((w) => w.text === '11.20 금')).toMatchObject({ bold: true, fill: 'ink' });
	});

	test('has the amounts of the chart at its lines', () => {
		const g = geometry(rows, place(300));
		const amounts = salesWords(rows, 28, en.t, en.f, place(300)).filter((w) => w.x === g.left - 6 && w.y < g.stripTop);
		expect(amounts.map((w) => w.text)).toEqual(
			[1, 2, 3, 4].filter((k) => k * g.step <= g.max).map((k) => en.f.money.tick(k * g.step)),
		);
		for (const [k, { y }] of amounts.entries())
			expect(y).toBeCloseTo(g.top + g.barsHeight * (1 - ((k + 1) * g.step) / g.max));
	});

	test('of the curve tells the same two points, on two lines where it is narrow', () => {
		const { pareto } = golden.value();
		expect(said(paretoWords(pareto, ko.t, ko.f, place(1144)))).toEqual(
			expect.arrayContaining(['상위 20% → 매출 73.1%', '매출 80% ← 166명(26.1%)', '50%']),
		);
		const told = paretoWords(pareto, ko.t, ko.f, place(300)).filter((w) => w.bold);
		expect(said(told)).toEqual(['상위 20% → 매출 73.1%', '매출 80%', '← 166명(26.1%)']);
		expect((told[2]?.y ?? 0) - (told[1]?.y ?? 0)).toBe(17);
	});
});
