import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { executable, launch, open, scrolled, settled } from './browser.mjs';
import { goldenDocuments, report, serve } from './server.mjs';
import { changed } from './shop';

// How the pages fit screens and paper, with ids as long as real ones.

const hashes = ['#/', '#/segments', '#/grades', '#/customers', '#/value', '#/retention'];
const longId = (n: number) => `bqjdvf8v97jdkb${String(n).padStart(2, '0')}`;

/** The golden shop, those it lists by ids of the real length, and amounts as a won shop has them. */
function shop() {
	const golden = goldenDocuments();
	const { regulars } = golden['overview.json'];
	const named = (rows: object[]) => rows.map((row, i) => ({ ...row, customer: longId(i) }));
	const { falling } = golden['grades.json'];
	const { silent } = golden['retention.json'];
	return report(
		changed({
			'overview.json': { regulars: { ...regulars, week: named(regulars.week) } },
			'grades.json': { falling: named(falling).map((row) => ({ ...row, on: '2027-01-01' })) },
			'retention.json': { silent: named(silent).map((row) => ({ ...row, days: 36, spend: 36_800 })) },
		}),
	);
}

describe.skipIf(!executable)('the pages fit', () => {
	let browser: Browser;
	let server: Awaited<ReturnType<typeof serve>>;
	let page: Page;

	beforeAll(async () => {
		browser = await launch();
		server = await serve(shop());
	});
	afterAll(async () => {
		await browser?.close();
		await server?.close();
	});
	afterEach(() => page?.context().close());

	async function show(hash: string, lang: string, width: number) {
		await page.setViewportSize({ width, height: 900 });
		await page.goto('about:blank');
		await page.goto(`${server.url}${hash}?lang=${lang}`);
		await settled(page);
	}

	test.each(['ko', 'en'])('in %s nothing scrolls sideways and no text is cut, from 360 to 1920', async (lang) => {
		page = await open(browser);
		for (const width of [360, 600, 700, 768, 1024, 1440, 1920]) {
			for (const hash of hashes) {
				await show(hash, lang, width);
				if (width === 360) await scrolled(page); // sheets further down are made when they are nearly in sight
				const cut = await page.evaluate(() => {
					const wider = [...document.querySelectorAll('main *')].filter((node) => {
						const style = getComputedStyle(node);
						const inline = style.display.startsWith('inline') || node instanceof SVGElement;
						const hidden = style.clipPath !== 'none' || style.visibility === 'hidden' || node.closest('[aria-hidden]');
						const scrolls = node.matches('[role="region"][tabindex]'); // on purpose, and by the keyboard too
						return !inline && !hidden && !scrolls && node.clientWidth > 0 && node.scrollWidth > node.clientWidth + 1;
					});
					return wider.map((node) => `${node.className} ${node.textContent?.trim().slice(0, 40)}`);
				});
				expect(cut, `${hash} ${lang} at ${width}`).toEqual([]);
			}
		}
	}, 180_000);

	test.each(['ko', 'en'])('in %s ids and amounts stay on one line on a phone', async (lang) => {
		page = await open(browser);
		for (const hash of hashes) {
			await show(hash, lang, 360);
			const broken = await page.evaluate(() => {
				const figures = document.querySelectorAll('main a.opens, main .fig, main .stand, main td.number > b');
				const lines = (node: Element) => new Set([...node.getClientRects()].map((r) => Math.round(r.bottom / 8))).size;
				return [...figures].filter((node) => lines(node) > 1).map((node) => node.textContent);
			});
			expect(broken, `${hash} ${lang}`).toEqual([]);
		}
	});

	test.each(['ko', 'en'])('in %s a table twin breaks no word on a phone', async (lang) => {
		page = await open(browser);
		for (const hash of hashes) {
			await show(hash, lang, 360);
			await scrolled(page);
			for (const toggle of await page.locator('.toggle').all()) await toggle.click();
			const heights = await page.locator('.twin tr').evaluateAll((rows) => rows.map((row) => row.clientHeight));
			expect(Math.max(0, ...heights), `${hash} ${lang}`).toBeLessThan(60);
		}
	}, 60_000);

	test('a phone is told what each segment means and what to do', async () => {
		page = await open(browser);
		await show('#/segments', 'ko', 360);
		const below = page.locator('tr.below:visible');
		expect(await below.count()).toBe(11);
		expect(await below.first().innerText()).toContain('최근에 왔고, 자주 오고, 많이 써요');
		expect(await below.first().innerText()).toContain('이름으로 인사');
	});

	test('a phone’s matrix holds every move of the wide one', async () => {
		page = await open(browser);
		await show('#/grades', 'ko', 1440);
		const of = (side: string) =>
			page
				.locator(`${side}:visible`)
				.evaluateAll((cells) => cells.map((c) => Number.parseInt(c.textContent ?? '', 10)));
		const wide = { up: await of('.large td.up'), down: await of('.large td.down') };
		await page.setViewportSize({ width: 360, height: 900 });
		expect(await page.locator('.large').isVisible()).toBe(false);
		const small = { up: await of('.small td.up p b'), down: await of('.small td.down p b') };
		expect(wide.up.length).toBeGreaterThan(0);
		expect(small).toEqual(wide);
	});

	test('paper has the chart in its width, bars in their colours, and no controls', async () => {
		page = await open(browser, { width: 1440 });
		await page.goto(server.url);
		await settled(page);
		await page.locator('canvas').waitFor();
		await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
		await page.setViewportSize({ width: 690, height: 970 });
		await page.emulateMedia({ media: 'print' });
		const box = await page.locator('canvas').boundingBox();
		const main = await page.locator('main').boundingBox();
		expect(box?.width).toBeGreaterThan(600);
		expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual((main?.x ?? 0) + (main?.width ?? 0) + 1);
		const adjust = await page
			.locator('.bar i')
			.first()
			.evaluate((node) => getComputedStyle(node).printColorAdjust);
		expect(adjust).toBe('exact');
		expect(await page.locator('.tools:visible, .button:visible, nav:visible').count()).toBe(0);
	});
});
