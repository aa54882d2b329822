// How long a page keeps its reader waiting, by the processor's time: what else
// the machine does meanwhile does not count, as it does in Lighthouse's figure.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A task that takes longer than this, in milliseconds, blocks by what it is over. */
const blocksOver = 50;

/**
 * Milliseconds by which the tasks after the first paint block, on a machine so
 * many times slower than this one: total blocking time, without the waiting.
 * @param {import('playwright-core').Browser} browser
 * @param {string} url
 * @param {{width: number, height: number}} viewport
 * @param {number} slower
 */
export async function blocked(browser, url, viewport, slower) {
	const folder = mkdtempSync(join(tmpdir(), 'dangol-trace-'));
	const path = join(folder, 'trace.json');
	const context = await browser.newContext({ viewport });
	try {
		const page = await context.newPage();
		await browser.startTracing(page, { path, categories: ['toplevel', 'devtools.timeline', 'v8', 'loading'] });
		await page.goto(url, { waitUntil: 'networkidle' });
		await page.waitForTimeout(700);
		await browser.stopTracing();
		return blockedIn(JSON.parse(readFileSync(path, 'utf8')).traceEvents, slower);
	} finally {
		await context.close();
		rmSync(folder, { recursive: true, force: true });
	}
}

/** The page's main thread is the one that ran its modules; times are in microseconds. */
function blockedIn(/** @type {any[]} */ events, /** @type {number} */ slower) {
	const main = events.find((e) => e.name === 'v8.evaluateModule');
	const paint = events.find((e) => e.name === 'firstContentfulPaint' && e.pid === main?.pid);
	if (!main || !paint) throw new Error('the page ran no script, or painted nothing');
	const tasks = events.filter(
		(e) => e.name === 'ThreadControllerImpl::RunTask' && e.pid === main.pid && e.tid === main.tid && e.ts >= paint.ts,
	);
	return tasks.reduce((sum, e) => sum + Math.max(0, ((e.tdur ?? 0) / 1000) * slower - blocksOver), 0);
}
