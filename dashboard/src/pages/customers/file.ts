import type { App } from '../../app.svelte';
import type { Customer } from '../../data/customers';
import { fromNumber } from '../../format/day';
import type { Column } from '../../model/columns';

/** The columns of the list as a file. */
export function fileColumns(app: App): Column<Customer>[] {
	const { t, f } = app;
	const say = t.customers.columns;
	const text = (label: string, show: (c: Customer) => string): Column<Customer> => ({ label, show });
	const number = (label: string, of: (c: Customer) => number): Column<Customer> => ({ label, show: String, keep: of });
	const money = (label: string, of: (c: Customer) => number) => number(label, (c) => f.money.plain(of(c)));
	return [
		text(say.customer, (c) => c.customer),
		text(say.grade, (c) => app.grade(c.grade).name),
		text(say.segment, (c) => app.segmentName(c.segment)),
		text(say.standing, (c) => t.customers.standings[c.standing] ?? c.standing),
		money(say.sales, (c) => c.sales),
		money(say.amount, (c) => c.amount),
		money(say.spend, (c) => c.spend),
		number(say.visits, (c) => c.visits),
		number(say.recency, (c) => c.recency_days),
		text(say.first, (c) => fromNumber(c.first_day)),
		text(say.last, (c) => fromNumber(c.last_day)),
		number(say.r, (c) => c.r),
		number(say.f, (c) => c.f),
		number(say.m, (c) => c.m),
	];
}
