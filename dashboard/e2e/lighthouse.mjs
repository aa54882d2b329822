// Lighthouse's scores of a running stack, behind a front that compresses.
// Lighthouse is no dependency of ours: LIGHTHOUSE names its command, as in
// LIGHTHOUSE=/tmp/lh/node_modules/.bin/lighthouse npm run lighthouse.
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
/** @type {Record<string, object>} */
const scores = {};
for (const name of ['', 'segments', 'customers']) {
	for (const preset of ['mobile', 'desktop']) {
		const chosen =
			preset === 'desktop' ? ['--preset=desktop'] : [`--throttling.cpuSlowdownMultiplier=${process.env.SLOWER ?? 4}`];
		const text = await lighthouse([`${before.url}#/${name}`, ...chosen]);
		const report = JSON.parse(text);
		scores[`${name || 'overview'} ${preset}`] = {
			performance: Math.round(report.categories.performance.score * 100),
			accessibility: Math.round(report.categories.accessibility.score * 100),
			...Object.fromEntries(Object.entries(audits).map(([k, id]) => [k, report.audits[id].displayValue])),
			machine: Math.round(report.environment.benchmarkIndex),
		};
	}
}
console.table(scores);
before.close();

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
