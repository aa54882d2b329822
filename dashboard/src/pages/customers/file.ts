import type { App } from '../../app.svelte';
import type { CustomerTable } from '../../data/customers';
import { type Day, fromNumber } from '../../format/day';
import type { Column } from '../../model/columns';

/** The columns of the list as a file. A row is a place in the table: a hundred thousand rows make no objects. */
export function fileColumns(app: App, table: CustomerTable): Column<number>[] {
	const { t, f } = app;
	const say = t.customers.columns;
	const text = (label: string, show: (i: number) => string): Column<number> => ({ label, show });
	const number = (label: string, of: Float64Array): Column<number> => ({
		label,
		show: String,
		keep: (i) => of[i] ?? 0,
	});
	const money = (label: string, of: Float64Array): Column<number> => ({
		label,
		show: String,
		keep: (i) => f.money.plain(of[i] ?? 0),
	});
	const days = new Map<number, Day>(); // few, and slow to make
	const dayOf = (n: number) => {
		const known = days.get(n) ?? fromNumber(n);
		days.set(n, known);
		return known;
	};
	const day = (label: string, of: Float64Array) => text(label, (i) => dayOf(of[i] ?? 0));
	return [
		text(say.customer, (i) => table.customer[i] ?? ''),
		text(say.grade, (i) => app.grade(table.grade[i] ?? '').name),
		text(say.segment, (i) => app.segmentName(table.segment[i] ?? '')),
		text(say.standing, (i) => t.customers.standings[table.standing[i] ?? ''] ?? ''),
		money(say.sales, table.sales),
		money(say.amount, table.amount),
		money(say.spend, table.spend),
		number(say.visits, table.visits),
		number(say.recency, table.recency_days),
		day(say.first, table.first_day),
		day(say.last, table.last_day),
		number(say.r, table.r),
		number(say.f, table.f),
		number(say.m, table.m),
	];
}
