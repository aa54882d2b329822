import { parquetWriteBuffer } from 'hyparquet-writer';
import { goldenDocuments } from './server.mjs';

// Reports that are not the golden one.

type Documents = Record<string, object | Buffer>;

/** The golden documents, with changes laid over each. */
export function changed(changes: Record<string, object>): Documents {
	const documents: Documents = goldenDocuments();
	for (const [name, change] of Object.entries(changes)) documents[name] = { ...(documents[name] as object), ...change };
	return documents;
}

/** A customers' file of any size, the same on every run. */
export function customersFile(count: number): Buffer {
	const grades = ['best', 'family', 'friend', 'neighbour', 'first'];
	const segments = ['Champions', 'Loyal', 'PotentialLoyalist', 'New', 'AtRisk', 'CannotLose', 'Hibernating', 'Lost'];
	const rows = Array.from({ length: count }, (_, i) => i);
	const of = (spread: number, times: number) => rows.map((i) => (i * times) % spread);
	const score = (times: number) => rows.map((i) => 1 + ((i * times) % 5));
	const text = (name: string, data: string[]) => ({ name, data, type: 'STRING' as const });
	const int = (name: string, data: number[]) => ({ name, data: Int32Array.from(data), type: 'INT32' as const });
	const long = (name: string, data: number[]) => ({
		name,
		data: BigInt64Array.from(data.map(BigInt)),
		type: 'INT64' as const,
	});
	const bytes = parquetWriteBuffer({
		columnData: [
			text(
				'customer',
				rows.map((i) => `c${String(i).padStart(6, '0')}`),
			),
			int('seat', rows),
			int(
				'first_day',
				rows.map((i) => 20_000 + (i % 300)),
			),
			int(
				'last_day',
				rows.map((i) => 20_778 - (i % 400)),
			),
			int(
				'recency_days',
				rows.map((i) => 1 + (i % 400)),
			),
			int(
				'visits',
				of(60, 7).map((n) => n + 1),
			),
			long('spend', of(1_000_003, 7_919)),
			int('r', score(1)),
			int('f', score(3)),
			int('m', score(7)),
			int(
				'weighted',
				rows.map(() => 30),
			),
			text(
				'segment',
				rows.map((i) => segments[i % segments.length] ?? ''),
			),
			text(
				'segment_before',
				rows.map(() => ''),
			),
			int(
				'segment_since',
				rows.map(() => 20_778),
			),
			text(
				'segment_reason',
				rows.map(() => ''),
			),
			text(
				'grade',
				rows.map((i) => grades[i % grades.length] ?? ''),
			),
			text(
				'grade_before',
				rows.map(() => ''),
			),
			int(
				'grade_since',
				rows.map(() => 20_778),
			),
			int(
				'drop_on',
				rows.map((i) => (i % 50 === 0 ? 20_789 : 0)),
			),
			text(
				'drop_to',
				rows.map((i) => (i % 50 === 0 ? 'first' : '')),
			),
			long(
				'keep',
				rows.map((i) => (i % 50 === 0 ? 2_000_000 : 0)),
			),
			int('keep_visits', of(1, 1)),
			int('keep_score', of(1, 1)),
			long('keep_points', of(1, 1)),
			text(
				'pin_grade',
				rows.map(() => ''),
			),
			int('pin_until', of(1, 1)),
			int(
				'window_from',
				rows.map(() => 20_413),
			),
			long('amount', of(1_500_007, 104_729)),
			int('window_visits', of(60, 7)),
			int('score', of(1, 1)),
			long('window_points', of(1, 1)),
			int('household', of(1, 1)),
			long('sales', of(1_500_007, 104_729)),
			int('interval', of(80, 3)),
			text(
				'standing',
				rows.map((i) => ['visitor', 'candidate', 'regular', 'quiet', 'gone'][i % 5] ?? ''),
			),
		],
	});
	return Buffer.from(bytes);
}
