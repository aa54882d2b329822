import type { Migration, Movement } from '../data/types';
import { sum } from './families';

export type Reason = Movement['reason'];

/** What a reason says about us: not how the rank moved, but why. */
export type Tone = 'losing' | 'gaining' | 'neither';

export function toneOf(reason: Reason): Tone {
	if (reason === 'recency') return 'losing';
	return reason === 'bought' || reason === 'joined' ? 'gaining' : 'neither';
}

export interface ReasonGroup {
	reason: Reason;
	customers: number;
	sales: number;
	movements: Movement[];
}

/** Groups movements by reason, most people first. */
export function byReason(movements: readonly Movement[]): ReasonGroup[] {
	const groups = new Map<Reason, Movement[]>();
	for (const m of movements) groups.set(m.reason, [...(groups.get(m.reason) ?? []), m]);
	return [...groups]
		.map(([reason, own]) => ({ reason, customers: sum(own, 'customers'), sales: sum(own, 'sales'), movements: own }))
		.sort((a, b) => b.customers - a.customers);
}

/** People who changed segment, without those who came or left. */
export function moved(movements: readonly Movement[]): number {
	return sum(
		movements.filter((m) => m.from !== '' && m.to !== ''),
		'customers',
	);
}

/** Who rose into a grade from below it and who fell out of it to one below. */
export interface Flow {
	id: string;
	up: { customers: number; sales: number };
	down: { customers: number; sales: number };
}

/** Flows of every grade but the last, which nobody rises into. `ids` are best first. */
export function flows(ids: readonly string[], matrix: readonly Migration[]): Flow[] {
	const place = (id: string) => ids.indexOf(id);
	const total = (cells: Migration[]) => ({ customers: sum(cells, 'customers'), sales: sum(cells, 'sales') });
	return ids.slice(0, -1).map((id, i) => ({
		id,
		up: total(matrix.filter((m) => m.to === id && place(m.from) > i)),
		down: total(matrix.filter((m) => m.from === id && place(m.to) > i)),
	}));
}

/** Everybody who rose and everybody who fell, each person once. */
export function upsAndDowns(ids: readonly string[], matrix: readonly Migration[]) {
	const known = matrix.filter((m) => m.from !== '' && m.to !== '');
	const place = (id: string) => ids.indexOf(id);
	return {
		up: sum(
			known.filter((m) => place(m.to) < place(m.from)),
			'customers',
		),
		down: sum(
			known.filter((m) => place(m.to) > place(m.from)),
			'customers',
		),
	};
}

/** Where a move leads. Joining, leaving and staying are no way up or down. */
export type Way = 'up' | 'same' | 'down';

export function wayOf(ids: readonly string[], from: string, to: string): Way {
	if (from === '' || to === '' || from === to) return 'same';
	return ids.indexOf(to) < ids.indexOf(from) ? 'up' : 'down';
}

export type MatrixRow = { from: string; cells: (Migration | undefined)[]; total: { customers: number; sales: number } };

/** The matrix as rows: the grades at the base, and whoever joined since (''). */
export function matrixRows(ids: readonly string[], matrix: readonly Migration[]): MatrixRow[] {
	const targets = matrix.some((m) => m.to === '') ? [...ids, ''] : [...ids];
	const sources = matrix.some((m) => m.from === '') ? [...ids, ''] : [...ids];
	return sources.map((from) => {
		const own = matrix.filter((m) => m.from === from);
		return {
			from,
			cells: targets.map((to) => own.find((m) => m.to === to)),
			total: { customers: sum(own, 'customers'), sales: sum(own, 'sales') },
		};
	});
}
