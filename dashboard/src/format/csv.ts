/**
 * CSV that spreadsheets open rightly and cannot be tricked with: UTF-8 with a
 * byte-order mark, CRLF, and text that would be read as a formula disarmed by
 * a leading apostrophe. Numbers are written as they are.
 */
export type CsvCell = string | number;

/** = + - @ and their full-width forms, behind any blanks, and the blanks that start a formula themselves. */
const formula = /^(?:[\t\r\n]|[\s\u200b\ufeff]*[=+\-@＝＋－＠])/;

export function csv(rows: readonly (readonly CsvCell[])[]): string {
	return byteOrderMark + rows.map(csvLine).join('');
}

export const byteOrderMark = '\ufeff';

export function csvLine(row: readonly CsvCell[]): string {
	return `${row.map(cell).join(',')}\r\n`;
}

function cell(value: CsvCell): string {
	if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
	const safe = formula.test(value) ? `'${value}` : value;
	return /[",\r\n\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Hands a file to the browser to keep. */
export function download(name: string, parts: BlobPart[]): void {
	const url = URL.createObjectURL(new Blob(parts, { type: 'text/csv;charset=utf-8' }));
	const link = document.createElement('a');
	link.href = url;
	link.download = name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
