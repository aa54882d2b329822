import { byteOrderMark, type CsvCell, csvLine } from '../format/csv';
import type { Figure } from '../format/money';

/** A column of a table: how a row is shown in it, and what a file keeps of it. */
export interface Column<Row> {
	label: string;
	/** Right-aligned figures. */
	number?: boolean;
	show: (row: Row) => string | Figure;
	/** The customer whose page it opens, or the grade whose mark it wears. */
	customer?: (row: Row) => string;
	grade?: (row: Row) => string;
	/** The figure the table is read for. */
	strong?: boolean;
	/** Where a table has it: beside others on a wide screen, or only in the file. */
	only?: 'wide' | 'file';
	/** What the file holds; without it, what is shown. */
	keep?: (row: Row) => CsvCell;
}

/** The same rows for the eye and for a file. */
export interface Twin<Row> {
	name: string;
	columns: Column<Row>[];
	rows: readonly Row[];
}

/** How many rows are written before the page may breathe. */
const rowsAtOnce = 1_000;

/** The file of a table in UTF-8, in parts: a long list does not hold up the page. */
export async function twinCsv<Row>({ columns, rows }: Twin<Row>): Promise<Uint8Array<ArrayBuffer>[]> {
	const encoder = new TextEncoder();
	const parts = [encoder.encode(byteOrderMark + csvLine(columns.map((c) => c.label)))];
	for (let from = 0; from < rows.length; from += rowsAtOnce) {
		await new Promise((next) => setTimeout(next));
		const some = rows.slice(from, from + rowsAtOnce);
		parts.push(encoder.encode(some.map((row) => csvLine(columns.map((column) => kept(column, row)))).join('')));
	}
	return parts;
}

function kept<Row>(column: Column<Row>, row: Row): CsvCell {
	if (column.keep) return column.keep(row);
	const shown = column.show(row);
	return typeof shown === 'string' ? shown : shown.before + shown.value + shown.after;
}
