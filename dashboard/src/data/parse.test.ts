import { describe, expect, test } from 'vitest';
import { golden, goldenJSON } from '../testing/golden';
import { parseLatest, parseOverview, parseSegments } from './parse';

describe('the golden report', () => {
	test('is read whole', () => {
		expect(golden.latest().asOf).toBe('2026-11-21');
		expect(golden.overview().periods.map((p) => p.days)).toEqual([7, 28, 91, 364]);
		expect(golden.segments().grid).toHaveLength(25);
		expect(golden.grades().grades.map((g) => g.id)).toEqual(['best', 'family', 'friend', 'neighbour', 'first']);
		expect(golden.retention().funnel).toHaveLength(4);
		expect(golden.value().forecast.chosen).toBe('bgnbd');
		expect(golden.value().pareto.tops.map((t) => t.percent)).toEqual([1, 5, 10, 20, 50]);
	});

	test('names a file for every document the pages read', () => {
		const files = golden.latest().scopes.all?.files ?? {};
		expect(Object.keys(files).sort()).toEqual([
			'customers.parquet',
			'grades.json',
			'overview.json',
			'retention.json',
			'segments.json',
			'value.json',
		]);
	});
});

describe('a document of another shape', () => {
	test('is refused with the path of what is wrong', () => {
		const overview = goldenJSON('overview.json') as { days: { gross: unknown }[] };
		overview.days[3] = { ...overview.days[3], gross: '12' };
		expect(() => parseOverview(overview)).toThrow('days[3].gross: want a number');
	});

	test('is refused when a field is missing', () => {
		const { cuts: _, ...rest } = goldenJSON('segments.json');
		expect(() => parseSegments(rest)).toThrow('cuts: want an object');
	});

	test('is refused when a day is no day', () => {
		expect(() => parseOverview({ ...goldenJSON('overview.json'), asOf: '21.11.2026' })).toThrow('asOf: want a day');
	});

	test('is refused when it is nothing at all', () => {
		expect(() => parseOverview(null)).toThrow('document: want an object');
	});

	test('may have more fields, and fewer of those that are optional', () => {
		const { base: _, since: __, ...overview } = goldenJSON('overview.json');
		expect(parseOverview({ ...overview, points: { held: 3 } }).base).toBeUndefined();
	});
});

describe('the pointer', () => {
	test.each(['../secret', '/etc/passwd', 'a//b', 'https://elsewhere/x', ''])('may not lead to %j', (key) => {
		const latest = golden.latest();
		const files = { 'overview.json': { key, sha256: 'ab', bytes: 1 } };
		expect(() => parseLatest({ ...latest, scopes: { all: { report: 'r', files } } })).toThrow('key: want a path');
	});

	test('must name the files of the whole shop', () => {
		expect(() => parseLatest({ ...golden.latest(), scopes: {} })).toThrow('scopes.all.files: want an object');
	});
});
