import { describe, expect, test } from 'vitest';
import { twinCsv } from '../model/columns';
import { csv } from './csv';

const line = (cell: string | number) => csv([[cell]]).slice(1, -2);

test('a file begins with a byte-order mark and ends its lines with CRLF', () => {
	expect(
		csv([
			['a', 'b'],
			[1, 2],
		]),
	).toBe('\ufeffa,b\r\n1,2\r\n');
});

describe('text that a spreadsheet would run', () => {
	test.each([
		'=1+1',
		'+1',
		'-1',
		'@SUM(A1)',
		'＝1+1',
		'＋1',
		'－1',
		'＠x',
		' =1',
		'\u200b=1',
		'\ufeff=1',
	])('%j is disarmed', (text) => expect(line(text)).toBe(`'${text}`));

	test.each(['\t=1', '\r=1', '\n=1'])('%j is disarmed and quoted', (text) => expect(line(text)).toBe(`"'${text}"`));

	test('is disarmed behind quotes too', () =>
		expect(line('=HYPERLINK("http://x","y")')).toBe('"\'=HYPERLINK(""http://x"",""y"")"'));
});

describe('other cells', () => {
	test('numbers stay numbers, below zero as well', () =>
		expect([line(-500), line(12.34), line(Number.NaN)]).toEqual(['-500', '12.34', '']));
	test('text with a comma or a quote is quoted', () => expect(line('a,"b"')).toBe('"a,""b"""'));
	test('harmless text is left alone', () =>
		expect([line('2026-11-20'), line('박○영'), line('a-b=c')]).toEqual(['2026-11-20', '박○영', 'a-b=c']));
});

/** The file as text, its byte-order mark included. */
const written = (parts: Uint8Array[]) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(Buffer.concat(parts));

test('a long table is written in parts that make one file', async () => {
	const rows = Array.from({ length: 5_001 }, (_, i) => i);
	const parts = await twinCsv({ name: 'x', columns: [{ label: 'n', show: String, keep: (n: number) => n }], rows });
	expect(parts.length).toBeGreaterThan(2);
	expect(written(parts)).toBe(csv([['n'], ...rows.map((n) => [n])]));
});

test('a column without a file value keeps what it shows', async () => {
	const parts = await twinCsv({
		name: 'x',
		columns: [{ label: 'n', show: () => ({ before: '₩', value: '5', after: '' }) }],
		rows: [1],
	});
	expect(written(parts)).toBe('\ufeffn\r\n₩5\r\n');
});
