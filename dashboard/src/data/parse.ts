import { LoadError } from './error';
import { misfit, type Shape } from './shape';
import type { Grades, Head, Latest, Overview, Pareto, Points, ReportFile, Retention, Segments, Value } from './types';

const head: Shape<Head> = {
	asOf: 'day',
	policyVersion: 'number',
	base: { asOf: 'day' },
	warnings: [{ code: 'text', n: 'number' }],
};

const span = {
	from: 'day',
	to: 'day',
	gross: 'number',
	net: 'number',
	members: 'number',
	buyers: 'number',
	newcomers: 'number',
} as const;

const overview: Shape<Overview> = {
	...head,
	merchant: { name: 'text', currency: 'text', digits: 'number', zone: 'text', stores: [{ id: 'text', name: 'text' }] },
	since: 'day',
	customers: { total: 'number', buyers: 'number', scored: 'number' },
	periods: [{ days: 'number', now: span, before: span, newlyQuiet: 'number' }],
	days: [{ day: 'day', gross: 'number', refunds: 'number', members: 'number', sales: 'number' }],
	grades: [{ id: 'text', ko: 'text', en: 'text', colour: 'text', customers: 'number', sales: 'number' }],
	segments: [{ name: 'text', customers: 'number', sales: 'number' }],
	regulars: {
		visits: 'number',
		months: 'number',
		quietAfter: 'number',
		regular: 'number',
		quiet: 'number',
		weekCount: 'number',
		weekSales: 'number',
		week: [{ customer: 'text', grade: 'text', days: 'number', interval: 'number', sales: 'number' }],
	},
};

const segments: Shape<Segments> = {
	...head,
	bins: 'number',
	map: 'text',
	population: 'number',
	populationSince: 'day',
	cuts: { r: ['number'], f: ['number'], m: ['number'] },
	methods: { r: 'text', f: 'text', m: 'text' },
	grid: [
		{
			r: 'number',
			f: 'number',
			customers: 'number',
			sales: 'number',
			segments: [{ name: 'text', customers: 'number' }],
		},
	],
	segments: [{ name: 'text', customers: 'number', sales: 'number', before: 'number' }],
	movements: [{ from: 'text', to: 'text', reason: 'text', customers: 'number', sales: 'number' }],
};

const pointsSums = {
	issued: 'number',
	used: 'number',
	clawedBack: 'number',
	returned: 'number',
	adjusted: 'number',
	expired: 'number',
	forgotten: 'number',
} as const;

const points: Shape<Points> = {
	value: 'number',
	available: 'number',
	pending: 'number',
	held: 'number',
	debt: 'number',
	customers: 'number',
	months: [{ month: 'text', available: 'number', customers: 'number' }],
	soon: [{ days: 'number', available: 'number', customers: 'number' }],
	periods: [{ name: 'text', from: 'day', to: 'day', ...pointsSums }],
	history: [{ month: 'text', ...pointsSums }],
	breakage: { lots: 'number', issued: 'number', expired: 'number', refused: 'text' },
	grades: [{ id: 'text', customers: 'number', available: 'number', issued: 'number', used: 'number' }],
};

const grades: Shape<Grades> = {
	...head,
	window: { months: 'number', from: 'day', to: 'day' },
	grades: [
		{
			id: 'text',
			ko: 'text',
			en: 'text',
			colour: 'text',
			from: 'number',
			visits: 'number',
			score: 'number',
			points: 'number',
			invitation: 'truth',
			pinned: 'number',
			customers: 'number',
			sales: 'number',
			before: 'number',
		},
	],
	matrix: [{ from: 'text', to: 'text', customers: 'number', sales: 'number' }],
	rules: { basis: 'text', window: 'text', downgrade: 'text', graceMonths: 'number', fall: 'text' },
	drops: [{ on: 'day', from: 'text', to: 'text', customers: 'number', sales: 'number' }],
	falling: [
		{
			customer: 'text',
			from: 'text',
			to: 'text',
			on: 'day',
			need: 'number',
			needVisits: 'number',
			needScore: 'number',
			needPoints: 'number',
			invitation: 'truth',
			lastDay: 'day',
			sales: 'number',
		},
	],
	pins: [{ customer: 'text', grade: 'text', exempt: 'text', since: 'day', until: 'day', by: 'text', why: 'text' }],
	points,
	// A report of before there were benefits has none.
	benefits: {
		from: 'day',
		to: 'day',
		uses: 'number',
		cost: 'number',
		rows: [
			{
				grade: 'text',
				id: 'text',
				kind: 'text',
				coupon: 'truth',
				ko: 'text',
				en: 'text',
				uses: 'number',
				cost: 'number',
			},
		],
	},
	effects: {
		night: 'day',
		days: 'number',
		need: 'number',
		grades: [
			{
				grade: 'text',
				threshold: 'number',
				below: 'number',
				above: 'number',
				belowEach: 'number',
				aboveEach: 'number',
				difference: 'number',
				low: 'number',
				high: 'number',
				refused: 'text',
			},
		],
	},
};

const worth = { customers: 'number', clv: 'number', sales: 'number', visits: 'number' } as const;

const pareto: Shape<Pareto> = {
	customers: 'number',
	sales: 'number',
	gini: 'number',
	makersOf80: 'number',
	tops: [{ percent: 'number', customers: 'number', sales: 'number', share: 'number' }],
	curve: [{ customers: 'number', sales: 'number' }],
};

const value: Shape<Value> = {
	...head,
	pareto,
	year: pareto,
	yearBefore: pareto,
	// A report of before there were forecasts has none of these.
	margin: { rate: 'number' },
	forecast: {
		chosen: 'text',
		cut: 'day',
		refused: [{ code: 'text', n: 'number' }],
		notes: [{ code: 'text', n: 'number' }],
		candidates: [{ model: 'text' }],
	},
	clv: {
		clv: 'number',
		sales: 'number',
		tenths: [worth],
		grades: [{ name: 'text', ...worth }],
		segments: [{ name: 'text', ...worth }],
	},
	common: {
		since: 'day',
		top: 'number',
		rest: 'number',
		need: 'number',
		sides: 'number',
		compared: 'number',
		traits: [
			{
				kind: 'text',
				name: 'text',
				top: 'number',
				topOf: 'number',
				rest: 'number',
				restOf: 'number',
				difference: 'number',
				low: 'number',
				high: 'number',
				p: 'number',
			},
		],
	},
	// A report of before there were referrals has none of this.
	referral: {
		since: 'day',
		referrers: 'number',
		friends: 'number',
		waiting: 'number',
		refused: { self: 'number', household: 'number', circular: 'number', again: 'number' },
		share: 'number',
		acquisitionCost: 'number',
		clvCut: 'number',
		quadrants: [{ name: 'text', customers: 'number', clv: 'number', friends: 'number' }],
		top: [{ customer: 'text', friends: 'number', waiting: 'number', value: 'number', clv: 'number' }],
	},
};

const retention: Shape<Retention> = {
	...head,
	rhythm: { customers: 'number', p50: 'number', p75: 'number', p90: 'number', second: { p75: 'number' } },
	funnel: [{ name: 'text', customers: 'number', share: 'number', days: 'number' }],
	stages: [{ stage: 'text', customers: 'number', days: 'number', sales: 'number', expected: 'number' }],
	wonBack: 'number',
	slipping: {
		customers: 'number',
		sales: 'number',
		atStake: 'number',
		list: [
			{ customer: 'text', lastDay: 'day', interval: 'number', overdue: 'number', sales: 'number', atStake: 'number' },
		],
	},
	silent: [{ customer: 'text', firstDay: 'day', days: 'number', spend: 'number' }],
	cohorts: {
		rows: [{ month: 'day', customers: 'number', months: [{ customers: 'number', share: 'number', sales: 'number' }] }],
		earlier: 'number',
		incomplete: 'day',
	},
	churn: { months: 'number', rate: 'number', from: 'day' },
	economics: { active: 'number', margin: 'number', retention: 'number', discount: 'number', clv: 'number' },
	readiness: { score: 'number', criteria: [{ name: 'text', score: 'number', value: 'number', cuts: ['number'] }] },
};

const latest: Shape<Latest> = { version: 'number', asOf: 'day' };
const file: Shape<ReportFile> = { key: 'text', sha256: 'text', bytes: 'number' };

const optional = new Set([
	...['base', 'since', 'populationSince', 'before', 'until'],
	...['belowEach', 'aboveEach', 'difference', 'low', 'high', 'refused', 'points', 'benefits'],
	...[
		'margin',
		'forecast',
		'clv',
		'expected',
		'incomplete',
		'churn',
		'economics',
		'referral',
		'year',
		'yearBefore',
		'common',
	],
]);

function parser<T>(name: string, shape: Shape<T>): (document: unknown) => T {
	return (document) => {
		const wrong = misfit(document, shape, optional);
		if (wrong) throw new LoadError('unreadable', name, wrong);
		return document as T;
	};
}

export const parseOverview = parser<Overview>('overview.json', overview);
export const parseSegments = parser<Segments>('segments.json', segments);
export const parseGrades = parser<Grades>('grades.json', grades);
export const parseRetention = parser<Retention>('retention.json', retention);
export const parseValue = parser<Value>('value.json', value);

/** The scope this page reads: the whole merchant. */
export const scope = 'all';

/** Where an object of a report may lie: a plain path, so that a key cannot lead elsewhere. */
const keyPattern = /^(?:[\w-][\w.-]*\/)*[\w-][\w.-]*$/;

/** Checks the pointer and the files it names for the scope we read. */
export function parseLatest(document: unknown): Latest {
	const pointer = parser<Latest>('latest.json', latest)(document);
	const files = pointer.scopes?.[scope]?.files;
	if (typeof files !== 'object' || files === null) {
		throw new LoadError('unreadable', 'latest.json', `scopes.${scope}.files: want an object`);
	}
	for (const [name, entry] of Object.entries(files)) {
		const wrong =
			misfit(entry, file, optional, name) ?? (keyPattern.test(entry.key) ? null : `${name}.key: want a path`);
		if (wrong) throw new LoadError('unreadable', 'latest.json', wrong);
	}
	return pointer;
}
