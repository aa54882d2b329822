import { familyOf } from '../model/families';
import { isNear, type Mark, type Rungs } from '../model/marks';
import { type Filter, type Sort, sorts } from '../view';
import type { CustomerTable } from './customers';

/** What filters need to know from elsewhere in the report. */
export interface ListContext {
	/** The newly quiet regulars the overview lists. */
	quiet: ReadonlySet<string>;
	rungs: Rungs;
}

/** What the grade window of a customer holds. */
export function markAt(table: CustomerTable, i: number): Mark {
	const { amount, window_visits, score, window_points } = table;
	return {
		amount: amount[i] ?? 0,
		visits: window_visits[i] ?? 0,
		score: score[i] ?? 0,
		points: window_points[i] ?? 0,
	};
}

type Test = (place: number) => boolean;

/** The customers a filter lets through, as places in the table, in `order`. */
export function select(table: CustomerTable, order: Int32Array, filter: Filter, context: ListContext): Int32Array {
	const tests = testsOf(table, filter, context);
	if (tests.length === 0) return order;
	const found = new Int32Array(order.length);
	let count = 0;
	for (let k = 0; k < order.length; k++) {
		const place = order[k] as number;
		let fits = true;
		for (let t = 0; fits && t < tests.length; t++) fits = (tests[t] as Test)(place);
		if (fits) found[count++] = place;
	}
	return found.subarray(0, count);
}

/** What a filter asks of a customer, the cheapest question first. */
function testsOf(table: CustomerTable, filter: Filter, { quiet, rungs }: ListContext): Test[] {
	const tests: Test[] = [];
	const { r, f, segment, grade, standing, customer } = table;
	if (filter.cell !== '') {
		const [wantR, wantF] = filter.cell.split('-').map(Number);
		tests.push((i) => r[i] === wantR && f[i] === wantF);
	}
	if (filter.segment !== '') tests.push((i) => segment[i] === filter.segment);
	if (filter.grade !== '') tests.push((i) => grade[i] === filter.grade);
	if (filter.standing !== '') tests.push((i) => standing[i] === filter.standing);
	if (filter.family !== '') tests.push((i) => familyOf(segment[i] ?? '') === filter.family);
	if (filter.list === 'quiet') tests.push((i) => quiet.has(customer[i] ?? ''));
	if (filter.list === 'near') tests.push((i) => isNear(rungs, grade[i] ?? '', markAt(table, i)));
	const search = filter.search.trim().toLowerCase();
	if (search !== '') {
		const found = matching(table, search);
		tests.push((i) => found[i] === 1);
	}
	return tests;
}

/** All ids in lower case, one a line, and where each begins: one long text is searched faster than many. */
interface Haystack {
	text: string;
	starts: Int32Array;
}

const haystacks = new WeakMap<CustomerTable, Haystack>();

function haystackOf(table: CustomerTable): Haystack {
	const made = haystacks.get(table);
	if (made) return made;
	const starts = new Int32Array(table.count + 1);
	for (let i = 0; i < table.count; i++) starts[i + 1] = (starts[i] ?? 0) + (table.customer[i]?.length ?? 0) + 1;
	const haystack = { text: table.customer.join('\n').toLowerCase(), starts };
	haystacks.set(table, haystack);
	return haystack;
}

/** 1 for every customer whose id holds the search, which is one line. */
function matching(table: CustomerTable, search: string): Uint8Array {
	const { text, starts } = haystackOf(table);
	const found = new Uint8Array(table.count);
	let place = 0;
	for (let at = text.indexOf(search); at >= 0; at = text.indexOf(search, starts[place])) {
		while ((starts[place + 1] ?? 0) <= at) place++;
		found[place++] = 1;
		if (place === table.count) break;
	}
	return found;
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

/** Does ahead, giving way in between, what would make a first sort or search slow. */
export async function prepare(table: CustomerTable): Promise<CustomerTable> {
	for (const sort of sorts) {
		ordered(table, sort);
		await new Promise((next) => setTimeout(next));
	}
	haystackOf(table);
	return table;
}

/** How many customers are near their next grade. */
export function countNear(table: CustomerTable, rungs: Rungs): number {
	let count = 0;
	for (let i = 0; i < table.count; i++) {
		if (isNear(rungs, table.grade[i] ?? '', markAt(table, i))) count++;
	}
	return count;
}
