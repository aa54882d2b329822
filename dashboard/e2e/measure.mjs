// Weighs the first load of every page of a running stack, and times it: plainly,
// and as on a middling phone. Ends with 1 when a page is too heavy; how long
// things take is printed, never judged: a busy machine is no fault of the page.
// Usage: npm run measure. DANGOL_URL names the stack.
import { blocked } from './blocked.mjs';
import { executable, launch, settled } from './browser.mjs';
import { front } from './front.mjs';

const stack = process.env.DANGOL_URL ?? 'http://127.0.0.1:8787/';
const pages = ['', 'segments', 'grades', 'customers', 'value'];

/** Compressed kB (of 1,000 bytes) a page may weigh when it is first opened, the file of all customers apart. */
const limits = { data: 60, script: 300 };

/** What Lighthouse takes for a phone: a slow 4G line, and a quarter of this machine's speed. */
const phone = { latency: 150, downloadThroughput: 1_638_400 / 8, uploadThroughput: 750_000 / 8, offline: false };
const slower = 4;

/**
 * Which budget a response belongs to.
 * @param {string} path
 */
function kindOf(path) {
	if (path.endsWith('.parquet')) return 'customers';
	if (path.startsWith('/data/')) return 'data';
	const ending = path.split('.').at(-1);
	return ending === 'js' ? 'script' : ending === 'css' ? 'style' : ending === 'woff2' ? 'font' : 'page';
}

/** Notes, in the page, what its reader sees and when. */
function watch() {
	const seen = { fcp: 0, lcp: 0, cls: 0 };
	Object.assign(window, { seen });
	/** @type {(type: string, each: (e: any) => void) => void} */
	const on = (type, each) =>
		new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({ type, buffered: true });
	on('paint', (e) => e.name === 'first-contentful-paint' && Object.assign(seen, { fcp: e.startTime }));
	on('largest-contentful-paint', (e) => Object.assign(seen, { lcp: e.startTime }));
	on('layout-shift', (e) => Object.assign(seen, { cls: seen.cls + (e.hadRecentInput ? 0 : e.value) }));
}

const screen = (/** @type {boolean} */ slow) => (slow ? { width: 412, height: 823 } : { width: 1350, height: 940 });

/**
 * Opens a page as a stranger does, with nothing kept from before.
 * @param {import('playwright-core').Browser} browser
 * @param {string} url
 * @param {boolean} slow
 */
async function visit(browser, url, slow) {
	const context = await browser.newContext({
		viewport: screen(slow),
	});
	const page = await context.newPage();
	await page.addInitScript(watch);
	if (slow) {
		const session = await context.newCDPSession(page);
		await session.send('Network.enable');
		await session.send('Network.emulateNetworkConditions', phone);
		await session.send('Emulation.setCPUThrottlingRate', { rate: slower });
	}
	await page.goto(url);
	await settled(page);
	await page.waitForTimeout(500);
	const seen = await page.evaluate(() => /** @type {any} */ (window).seen);
	await context.close();
	return seen;
}

/** What was sent, in kB by kind. */
function weigh(/** @type {[string, number][]} */ sent) {
	/** @type {Record<string, number>} */
	const bytes = {};
	for (const [path, n] of sent) bytes[kindOf(path)] = (bytes[kindOf(path)] ?? 0) + n;
	return Object.fromEntries(Object.entries(bytes).map(([kind, n]) => [kind, Math.round(n / 100) / 10]));
}

const ms = (/** @type {number} */ n) => Math.round(n);
const vitals = (/** @type {any} */ s) => ({
	FCP: ms(s.fcp),
	LCP: ms(s.lcp),
	TBT: ms(s.tbt),
	CLS: Number(s.cls.toFixed(3)),
});

if (!executable) {
	console.error('measure: no Chromium found; install one or name it in CHROMIUM');
	process.exit(1);
}
const answer = await fetch(stack, { headers: { 'accept-encoding': 'gzip' } });
const zipped = answer.headers.get('content-encoding') !== null;
console.log(`measure: ${stack} ${zipped ? 'compresses' : 'does not compress; a front before it does'}`);
const before = await front(stack);
const browser = await launch();
try {
	/** @type {Record<string, object>} */
	const weights = {};
	/** @type {Record<string, object>} */
	const times = {};
	for (const name of pages) {
		const url = `${before.url}#/${name}`;
		before.sent.length = 0;
		const plain = await visit(browser, url, false);
		const kB = weigh(before.sent);
		const slow = await visit(browser, url, true);
		const label = name || 'overview';
		weights[label] = kB;
		times[label] = vitals({ ...plain, tbt: await blocked(browser, url, screen(false), 1) });
		times[`${label}, phone`] = vitals({ ...slow, tbt: await blocked(browser, url, screen(true), slower) });
		for (const [kind, limit] of Object.entries(limits)) {
			const own = kB[kind] ?? 0;
			if (own <= limit) continue;
			console.error(`measure: ${label} loads ${own} kB of ${kind}, the limit is ${limit}`);
			process.exitCode = 1;
		}
	}
	console.log('kB on the wire, compressed:');
	console.table(weights);
	console.log('milliseconds to the first and largest paint, and blocked by processor time; layout shift:');
	console.table(times);
} finally {
	await browser.close();
	before.close();
}
