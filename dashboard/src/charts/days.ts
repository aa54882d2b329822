import { type Day, weekday } from '../format/day';
import type { Formatters } from '../format/format';
import type { Bucket } from '../model/sales';

interface Label {
	at: number;
	text: string;
	/** The lowest is placed first. */
	rank: number;
	rich?: boolean;
}

/** Pixels between two labels. */
const gap = 3;

/**
 * What stands under each bar. Days: only Mondays are dated, the weekend is
 * named, the last day is bold. Weeks, and a week of days: every one, or every
 * second, third … counted from the last. Where two would touch, the last goes
 * first, then Mondays.
 */
export function dayLabels(rows: readonly Bucket[], band: number, f: Formatters, narrow: boolean): string[] {
	const labels: Label[] = [];
	const last = rows.length - 1;
	const weekly = rows[0] !== undefined && rows[0].from !== rows[0].to;
	const text = (from: Day) => (narrow || weekly ? f.tickDay(from) : f.fullTickDay(from));
	const widest = Math.max(0, ...rows.map(({ from }) => widthOf(text(from))));
	const every = Math.max(1, Math.ceil((widest + gap) / Math.max(1, band)));
	rows.forEach(({ from }, at) => {
		if (at === last && !narrow) labels.push({ at, text: text(from), rank: 0, rich: true });
		else if (weekly || rows.length <= 7) {
			if ((last - at) % every === 0) labels.push({ at, text: text(from), rank: 2 });
		} else if (weekday(from) === 1) labels.push({ at, text: text(from), rank: 1 });
		else if ([0, 6].includes(weekday(from)) && !narrow) labels.push({ at, text: f.shortWeekday(from), rank: 3 });
	});
	const texts = rows.map(() => '');
	for (const { at, text, rich } of clear(labels, band)) texts[at] = rich ? `{last|${text}}` : text;
	return texts;
}

/** The labels that touch no label placed before them. */
function clear(labels: Label[], band: number): Label[] {
	const placed: Label[] = [];
	for (const label of labels.sort((a, b) => a.rank - b.rank)) {
		const touches = placed.some(
			(other) => Math.abs(other.at - label.at) * band < (widthOf(other.text) + widthOf(label.text)) / 2 + gap,
		);
		if (!touches) placed.push(label);
	}
	return placed;
}

/** About how wide a text is at 12 px. */
function widthOf(text: string): number {
	return [...text].reduce((width, c) => width + (c > 'ᄀ' ? 11.5 : c === '.' || c === ' ' ? 3.5 : 6.8), 0);
}
