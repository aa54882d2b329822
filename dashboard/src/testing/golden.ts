import { readFileSync } from 'node:fs';
import { parseCustomers } from '../data/customers';
import { parseGrades, parseLatest, parseOverview, parseRetention, parseSegments, parseValue } from '../data/parse';
import { formatters } from '../format/format';
import { messages } from '../text/messages';
import type { Lang } from '../view';

/** The golden report, written by a Go test: what one side renames, the other side misses. */
export function goldenBytes(name: string): Buffer {
	return readFileSync(new URL(`../../../shared/report/testdata/golden/${name}`, import.meta.url));
}

export function goldenJSON(name: string): Record<string, unknown> {
	return JSON.parse(goldenBytes(name).toString('utf8'));
}

export const golden = {
	latest: () => parseLatest(goldenJSON('latest.json')),
	overview: () => parseOverview(goldenJSON('overview.json')),
	segments: () => parseSegments(goldenJSON('segments.json')),
	grades: () => parseGrades(goldenJSON('grades.json')),
	value: () => parseValue(goldenJSON('value.json')),
	retention: () => parseRetention(goldenJSON('retention.json')),
	customers: () => parseCustomers(arrayBuffer(goldenBytes('customers.parquet'))),
};

export function arrayBuffer(bytes: Uint8Array): ArrayBuffer {
	return bytes.slice().buffer as ArrayBuffer;
}

/** Words and formats of a language, for the golden shop. */
export function speak(lang: Lang) {
	const { merchant, asOf } = golden.overview();
	return { t: messages[lang], f: formatters(lang, merchant, asOf) };
}

/** A stream of numbers in [0, 1) that is the same on every run. */
export function seeded(seed: number): () => number {
	let state = seed;
	return () => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return state / 2 ** 32;
	};
}
