import { familyOf } from '../model/families';
import type { Filter, Sort } from '../view';
import type { CustomerTable } from './customers';

/** What filters need to know from elsewhere in the report. */
export interface ListContext {
	/** The newly quiet regulars the overview lists. */
	quiet: ReadonlySet<string>;
	/** Grades by amount that qualifies, best first. */
	grades: readonly { id: string; from: number }[];
}

/** A grade is near when less than a fifth of it is missing. */
export const nearShare = 5;

/** What is missing for the grade above, and which; null at the top. */
export function toNext(
	grades: ListContext['grades'],
	grade: string,
	amount: number,
): { id: string; need: number; from: number } | null {
	const place = grades.findIndex((g) => g.id === grade);
	const above = grades[place - 1];
	return above ? { id: above.id, from: above.from, need: Math.max(0, above.from - Math.max(0, amount)) } : null;
}

function isNear(grades: ListContext['grades'], grade: string, amount: number): boolean {
	const next = toNext(grades, grade, amount);
	return next !== null && next.need > 0 && next.need * nearShare < next.from;
}

/** The customers a filter lets through, as places in the table, in `order`. */
export function select(table: CustomerTable, order: Int32Array, filter: Filter, context: ListContext): Int32Array {
	const search = filter.search.trim().toLowerCase();
	const [r = 0, f = 0] = filter.cell === '' ? [] : filter.cell.split('-').map(Number);
	const found = new Int32Array(order.length);
	let count = 0;
	for (const i of order) {
		if (filter.segment !== '' && table.segment[i] !== filter.segment) continue;
		if (filter.family !== '' && familyOf(table.segment[i] ?? '') !== filter.family) continue;
		if (filter.grade !== '' && table.grade[i] !== filter.grade) continue;
		if (filter.standing !== '' && table.standing[i] !== filter.standing) continue;
		if (filter.cell !== '' && (table.r[i] !== r || table.f[i] !== f)) continue;
		if (search !== '' && !table.customer[i]?.toLowerCase().includes(search)) continue;
		if (filter.list === 'quiet' && !context.quiet.has(table.customer[i] ?? '')) continue;
		if (filter.list === 'near' && !isNear(context.grades, table.grade[i] ?? '', table.amount[i] ?? 0)) continue;
		found[count++] = i;
	}
	return found.subarray(0, count);
}

/** Each sort's column, and whether large comes first. */
const keys: Record<Sort, [keyof CustomerTable & ('sales' | 'recency_days' | 'visits'), boolean]> = {
	money: ['sales', true],
	recent: ['recency_days', false],
	silent: ['recency_days', true],
	visits: ['visits', true],
};

const kept = new WeakMap<CustomerTable, Map<Sort, Int32Array>>();

/** All places of the table, sorted; equal ones keep the table's order. Kept, so that it is done once. */
export function ordered(table: CustomerTable, sort: Sort): Int32Array {
	const orders = kept.get(table) ?? new Map<Sort, Int32Array>();
	const order = orders.get(sort) ?? sorted(table, sort);
	kept.set(table, orders.set(sort, order));
	return order;
}

function sorted(table: CustomerTable, sort: Sort): Int32Array {
	const [column, largeFirst] = keys[sort];
	const values = table[column];
	const order = Int32Array.from({ length: table.count }, (_, i) => i);
	const sign = largeFirst ? -1 : 1;
	return order.sort((a, b) => sign * ((values[a] ?? 0) - (values[b] ?? 0)) || a - b);
}

/** How many customers are near their next grade. */
export function countNear(table: CustomerTable, grades: ListContext['grades']): number {
	let count = 0;
	for (let i = 0; i < table.count; i++) {
		if (isNear(grades, table.grade[i] ?? '', table.amount[i] ?? 0)) count++;
	}
	return count;
}
