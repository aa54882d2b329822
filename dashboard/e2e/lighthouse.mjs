// Lighthouse's scores of a running stack, behind a front that compresses: of every
// page, on a desktop and a phone, the median of RUNS (5), as one run says little.
// Lighthouse is no dependency of ours: LIGHTHOUSE names its command, as in
// LIGHTHOUSE=$(command -v lighthouse) npm run lighthouse -- 'phone|value'.
// SLOWER changes how many times slower than this machine its phone is (4).
import { execFile } from 'node:child_process';
import { executable } from './browser.mjs';
import { front } from './front.mjs';

const command = process.env.LIGHTHOUSE;
if (!command || !executable) {
	console.error('lighthouse: name its command in LIGHTHOUSE, and have a Chromium');
	process.exit(1);
}
const flags =
	'--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';
const audits = {
	FCP: 'first-contentful-paint',
	LCP: 'largest-contentful-paint',
	TBT: 'total-blocking-time',
	CLS: 'cumulative-layout-shift',
};
const before = await front(process.env.DANGOL_URL ?? 'http://127.0.0.1:8787/');
const runs = Number(process.env.RUNS ?? 5);
const only = process.argv[2] ?? '';
/** @type {Record<string, object>} */
const scores = {};
for (const name of ['', 'segments', 'grades', 'customers', 'value']) {
	for (const preset of ['phone', 'desktop']) {
		const label = `${name || 'overview'} ${preset}`;
		if (!label.match(only)) continue;
		/** @type {Record<string, number>[]} */
		const seen = [];
		for (let run = 0; run < runs; run++) seen.push(await once(`${before.url}#/${name}`, preset));
		scores[label] = Object.fromEntries(
			Object.keys(seen[0] ?? {}).map((key) => [key, median(seen.map((s) => s[key] ?? Number.NaN))]),
		);
	}
}
console.table(scores);
before.close();

/**
 * Scores of 100, milliseconds, and how fast Lighthouse found this machine.
 * @returns {Promise<Record<string, number>>}
 */
async function once(/** @type {string} */ url, /** @type {string} */ preset) {
	const slower = `--throttling.cpuSlowdownMultiplier=${process.env.SLOWER ?? 4}`;
	const report = JSON.parse(await lighthouse([url, preset === 'desktop' ? '--preset=desktop' : slower]));
	const value = (/** @type {string} */ id) => Math.round(report.audits[id].numericValue * 1000) / 1000;
	return {
		performance: Math.round(report.categories.performance.score * 100),
		accessibility: Math.round(report.categories.accessibility.score * 100),
		...Object.fromEntries(Object.entries(audits).map(([k, id]) => [k, value(id)])),
		machine: Math.round(report.environment.benchmarkIndex),
	};
}

/** Of an even number, the lower of the two in the middle. */
function median(/** @type {number[]} */ numbers) {
	return numbers.toSorted((a, b) => a - b)[(numbers.length - 1) >> 1] ?? Number.NaN;
}

/** Runs beside us: our own server must answer meanwhile. */
async function lighthouse(/** @type {string[]} */ args) {
	const all = [
		...args,
		'--only-categories=performance,accessibility',
		'--output=json',
		'--quiet',
		`--chrome-flags=${flags}`,
	];
	return new Promise((done, fail) =>
		execFile(
			/** @type {string} */ (command),
			all,
			{ env: { ...process.env, CHROME_PATH: executable }, maxBuffer: 1 << 28 },
			(error, stdout) => (error ? fail(error) : done(stdout)),
		),
	);
}
