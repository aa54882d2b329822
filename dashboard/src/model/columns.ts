import { type CsvCell, csv } from '../format/csv';
import type { Figure } from '../format/money';

/** A column of a table: how a row is shown in it, and what a file keeps of it. */
export interface Column<Row> {
	label: string;
	/** Right-aligned figures. */
	number?: boolean;
	show: (row: Row) => string | Figure;
	/** What the file holds; without it, what is shown. */
	keep?: (row: Row) => CsvCell;
}

/** The same rows for the eye and for a file. */
export interface Twin<Row> {
	name: string;
	columns: Column<Row>[];
	rows: readonly Row[];
}

export function twinCsv<Row>({ columns, rows }: Twin<Row>): string {
	const kept = (column: Column<Row>, row: Row): CsvCell => {
		if (column.keep) return column.keep(row);
		const shown = column.show(row);
		return typeof shown === 'string' ? shown : shown.before + shown.value + shown.after;
	};
	return csv([columns.map((c) => c.label), ...rows.map((row) => columns.map((c) => kept(c, row)))]);
}
