import { parquetWriteBuffer } from 'hyparquet-writer';
import { expect, test } from 'vitest';
import { golden } from '../testing/golden';
import { customerAt, parseCustomers } from './customers';

test('the golden customers are read column by column', async () => {
	const table = await golden.customers();
	expect(table.count).toBe(637);
	expect(customerAt(table, 0)).toMatchObject({
		customer: 'c000001',
		last_day: 20_545,
		recency_days: 233,
		spend: 213_400,
		segment: 'CannotLose',
		segment_before: '',
		grade: 'first',
		interval: 56,
	});
});

test('their counts are those of the other documents', async () => {
	const table = await golden.customers();
	for (const segment of golden.segments().segments) {
		expect(table.segment.filter((s) => s === segment.name)).toHaveLength(segment.customers);
	}
	for (const grade of golden.grades().grades) {
		expect(table.grade.filter((g) => g === grade.id)).toHaveLength(grade.customers);
	}
});

test('a missing column is an error that names it', async () => {
	const file = parquetWriteBuffer({ columnData: [{ name: 'customer', data: ['c1'], type: 'STRING' }] });
	await expect(parseCustomers(file)).rejects.toThrow(/customers.parquet: unreadable \(columns: first_day, last_day/);
});

test('something else than parquet is unreadable', async () => {
	const bytes = new TextEncoder().encode('<!doctype html><title>Not found</title>');
	await expect(parseCustomers(bytes.buffer as ArrayBuffer)).rejects.toMatchObject({ why: 'unreadable' });
});
