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

const empty = { gross: 0, refunds: 0, net: 0 };

/** What the night publishes for a shop that never sold anything. */
export function newShop(): Documents {
	const { merchant } = goldenDocuments()['overview.json'];
	const head = { asOf: '2026-11-21', policyVersion: 1, warnings: [{ code: 'few_customers', n: 0, need: 30 }] };
	const span = { from: '2026-11-14', to: '2026-11-20', ...empty, members: 0, buyers: 0, newcomers: 0 };
	const grades = goldenDocuments()['grades.json'].grades.map((g: object) => ({
		...g,
		customers: 0,
		sales: 0,
		before: undefined,
	}));
	return {
		'overview.json': {
			...head,
			merchant,
			sales: empty,
			customers: { total: 0, buyers: 0, scored: 0 },
			periods: [7, 28, 91, 364].map((days) => ({ days, now: span, before: span, newlyQuiet: 0 })),
			days: [],
			grades,
			segments: smallGroups([0, 0, 0]),
			regulars: {
				...goldenDocuments()['overview.json'].regulars,
				regular: 0,
				candidate: 0,
				quiet: 0,
				gone: 0,
				quietAll: 0,
				weekCount: 0,
				weekSales: 0,
				week: [],
			},
		},
		'segments.json': smallSegments(head, [0, 0, 0]),
		'grades.json': {
			...head,
			window: { months: 12, from: '2025-11-21', to: '2026-11-20' },
			rules: goldenDocuments()['grades.json'].rules,
			grades,
			matrix: [],
			drops: [],
			falling: [],
			pins: [],
			effects: goldenDocuments()['grades.json'].effects,
		},
		'value.json': { ...head, pareto: { customers: 0, sales: 0, gini: 0, makersOf80: 0, tops: [], curve: [] } },
		'retention.json': { ...head, ...nobodyStays() },
		'customers.parquet': customersFile(0),
	};
}

/** What retention.json says of a shop without customers. */
function nobodyStays() {
	const { rules, readiness, funnel, stages, margin } = goldenDocuments()['retention.json'];
	const none = (rows: object[]) => rows.map((row) => ({ ...row, customers: 0, share: 0, days: 0, sales: 0 }));
	return {
		rules,
		margin,
		rhythm: { customers: 0, p50: 0, p75: 0, p90: 0, second: { tried: 0, again: 0, inTime: 0, p50: 0, p75: 0 } },
		funnel: none(funnel),
		stages: none(stages).map((row) => ({ ...row, expected: undefined })),
		wonBack: 0,
		forecast: false,
		slipping: { customers: 0, sales: 0, atStake: 0, list: [] },
		silent: [],
		cohorts: { rows: [], earlier: 0 },
		readiness: {
			score: 0,
			criteria: readiness.criteria.map((c: object) => ({ ...c, score: 0, value: 0 })),
		},
	};
}

function smallGroups(counts: number[]) {
	return ['First', 'Returning', 'Lapsed'].map((name, i) => ({ name, customers: counts[i] ?? 0, sales: 0, spend: 0 }));
}

function smallSegments(head: object, counts: number[]) {
	return {
		...head,
		bins: 0,
		map: 'dangol',
		population: 0,
		cuts: { r: [], f: [], m: [] },
		methods: { r: 'none', f: 'none', m: 'none' },
		scores: { r: [], f: [], m: [] },
		grid: [],
		segments: smallGroups(counts),
		movements: [],
	};
}

/** A shop of 24 customers: no scores. */
export function smallShop(): Documents {
	const documents = newShop();
	const head = { asOf: '2026-11-21', policyVersion: 1, warnings: [{ code: 'few_customers', n: 24, need: 30 }] };
	return { ...documents, 'segments.json': smallSegments(head, [11, 9, 4]), 'customers.parquet': customersFile(24, 0) };
}

/** A customers' file of any size, the same on every run. */
export function customersFile(count: number, bins = 5): Buffer {
	const grades = ['best', 'family', 'friend', 'neighbour', 'first'];
	const segments = ['Champions', 'Loyal', 'PotentialLoyalist', 'New', 'AtRisk', 'CannotLose', 'Hibernating', 'Lost'];
	const rows = Array.from({ length: count }, (_, i) => i);
	const of = (spread: number, times: number) => rows.map((i) => (i * times) % spread);
	const score = (times: number) => rows.map((i) => (bins === 0 ? 0 : 1 + ((i * times) % bins)));
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
				rows.map((i) => (bins === 0 ? 'First' : (segments[i % segments.length] ?? ''))),
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
