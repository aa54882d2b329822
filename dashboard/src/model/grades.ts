import { part, sum } from './families';

/** How many of the five steps of the mark a grade fills; the nearest fills all. */
export function stepsOf(place: number, grades: number): number {
	if (grades <= 1) return 5;
	return 1 + Math.round((4 * (grades - 1 - place)) / (grades - 1));
}

/**
 * A grade's colour. Five grades or fewer keep the token of the policy; more lie
 * between the tokens, on the same path.
 */
export function gradeColour(token: string, place: number, grades: number): string {
	if (grades <= 5 && /^g[1-5]$/.test(token)) return `var(--${token})`;
	const at = grades <= 1 ? 5 : 1 + (4 * (grades - 1 - place)) / (grades - 1);
	const below = Math.floor(at);
	const rest = Math.round((at - below) * 100);
	return rest === 0 ? `var(--g${below})` : `color-mix(in oklch, var(--g${below + 1}) ${rest}%, var(--g${below}))`;
}

export interface TopGrades {
	/** How many grades, from the best. */
	grades: number;
	customers: number;
	people: number;
	sales: number;
}

/** The fewest grades from the top that make half of the sales; null when they are all of them, or nobody bought. */
export function topGrades(rows: readonly { customers: number; sales: number }[]): TopGrades | null {
	const [people, sales] = [sum(rows, 'customers'), sum(rows, 'sales')];
	for (let n = 1; n < rows.length; n++) {
		const top = rows.slice(0, n);
		const made = part(sum(top, 'sales'), sales);
		if (made >= 0.5) {
			const customers = sum(top, 'customers');
			return { grades: n, customers, people: part(customers, people), sales: made };
		}
	}
	return null;
}

/** One step of the bar a customer stands on. Widths are shares of the bar. */
export interface Step {
	id: string;
	from: number;
	left: number;
	width: number;
}

/** No step is drawn narrower than this, so that it can be named. */
const narrowestStep = 0.11;
/** The highest step has no end; it is drawn this share of its threshold long. */
const topLength = 0.12;

/** The grades as steps from left (lowest) to right, wide as their amounts but never too narrow. */
export function ladder(grades: readonly { id: string; from: number }[]): Step[] {
	const rising = [...grades].reverse();
	const end = Math.max(1, (rising.at(-1)?.from ?? 0) * (1 + topLength));
	const lengths = rising.map((g, i) => Math.max(narrowestStep, ((rising[i + 1]?.from ?? end) - g.from) / end));
	const total = lengths.reduce((a, b) => a + b, 0);
	let left = 0;
	return rising.map((g, i) => {
		const width = (lengths[i] ?? 0) / total;
		left += width;
		return { id: g.id, from: g.from, left: left - width, width };
	});
}

/** Where an amount stands on the ladder, from 0 to 1. */
export function onLadder(steps: readonly Step[], amount: number): number {
	const at = Math.max(
		0,
		steps.findLastIndex((s) => amount >= s.from),
	);
	const step = steps[at];
	if (!step) return 0;
	const next = steps[at + 1]?.from ?? Math.max(step.from * (1 + topLength), 1);
	const inside = (Math.max(0, amount) - step.from) / (next - step.from);
	return step.left + step.width * Math.min(1, Math.max(0, inside));
}
