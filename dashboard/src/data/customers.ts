import type { FileMetaData } from 'hyparquet';
import { LoadError } from './error';

/** One row of customers.parquet. Money is in minor units, days are numbers (see format/day). */
export interface Customer {
	customer: string;
	first_day: number;
	last_day: number;
	recency_days: number;
	visits: number;
	/** M since the database began. */
	spend: number;
	/** Scores, 0 where nobody is scored. */
	r: number;
	f: number;
	m: number;
	segment: string;
	/** The different segment before it, '' if none, and why it changed. */
	segment_before: string;
	segment_since: number;
	segment_reason: string;
	grade: string;
	grade_before: string;
	grade_since: number;
	/** The day an announced drop comes, 0 when none is, to which grade, and the amount that keeps the present one. */
	drop_on: number;
	drop_to: string;
	keep: number;
	keep_visits: number;
	keep_score: number;
	keep_points: number;
	/** The grade given by hand that holds, '' without one, and its last day, 0 while it has no end. */
	pin_grade: string;
	pin_until: number;
	/**
	 * M over the grade window, which begins on window_from, the visits in it, and the score in tenths and the points
	 * earned in it where grades go by them.
	 */
	window_from: number;
	amount: number;
	window_visits: number;
	score: number;
	window_points: number;
	/** How many live together whose amount and visits these are; 0 of one alone. */
	household: number;
	/** M over the last twelve months. */
	sales: number;
	/** Their own median days between visits, in half days; 0 when unknown. */
	interval: number;
	standing: string;
}

type Column<T> = T extends string ? string[] : Float64Array;

/** All customers, column by column, in the file's order. */
export type CustomerTable = { readonly count: number } & { readonly [K in keyof Customer]: Column<Customer[K]> };

const kinds: { [K in keyof Customer]: Customer[K] extends string ? 'text' : 'number' } = {
	customer: 'text',
	first_day: 'number',
	last_day: 'number',
	recency_days: 'number',
	visits: 'number',
	spend: 'number',
	r: 'number',
	f: 'number',
	m: 'number',
	segment: 'text',
	segment_before: 'text',
	segment_since: 'number',
	segment_reason: 'text',
	grade: 'text',
	grade_before: 'text',
	grade_since: 'number',
	drop_on: 'number',
	drop_to: 'text',
	keep: 'number',
	keep_visits: 'number',
	keep_score: 'number',
	keep_points: 'number',
	pin_grade: 'text',
	pin_until: 'number',
	window_from: 'number',
	amount: 'number',
	window_visits: 'number',
	score: 'number',
	window_points: 'number',
	household: 'number',
	sales: 'number',
	interval: 'number',
	standing: 'text',
};
const names = Object.keys(kinds) as (keyof Customer)[];

const fileName = 'customers.parquet';

/** The reader of the file. It is fetched with the file, not after it. */
export const reader = () => import('hyparquet');

/**
 * Reads the table. Columns it does not know are left alone; one that is
 * missing is an error that names it. Between columns it gives way, so that a
 * hundred thousand customers do not hold up the page.
 */
export async function parseCustomers(file: ArrayBuffer): Promise<CustomerTable> {
	const { parquetMetadataAsync } = await reader();
	const metadata = await parquetMetadataAsync(file).catch(() => {
		throw new LoadError('unreadable', fileName, 'parquet');
	});
	const present = new Set(metadata.schema.map((column) => column.name));
	const missing = names.filter((name) => !present.has(name));
	if (missing.length > 0) throw new LoadError('unreadable', fileName, `columns: ${missing.join(', ')}`);
	const count = Number(metadata.num_rows);
	const table: Record<string, unknown> = { count };
	for (const name of names) {
		table[name] = await readColumn(file, metadata, name, count);
		await new Promise((next) => setTimeout(next));
	}
	return table as unknown as CustomerTable;
}

async function readColumn(file: ArrayBuffer, metadata: FileMetaData, name: keyof Customer, count: number) {
	const { parquetRead } = await reader();
	const column: string[] | Float64Array = kinds[name] === 'text' ? new Array<string>(count) : new Float64Array(count);
	await parquetRead({
		file,
		metadata,
		columns: [name],
		parsers: { dateFromDays: (days) => days },
		onChunk: ({ columnData, rowStart }) => {
			for (let i = 0; i < columnData.length; i++) {
				const value = columnData[i];
				column[rowStart + i] = kinds[name] === 'text' ? value : Number(value);
			}
		},
	}).catch((cause) => {
		throw new LoadError('unreadable', fileName, `${name}: ${cause instanceof Error ? cause.message : cause}`);
	});
	return column;
}

/** One customer of the table. */
export function customerAt(table: CustomerTable, index: number): Customer {
	return Object.fromEntries(names.map((name) => [name, table[name][index]])) as unknown as Customer;
}
