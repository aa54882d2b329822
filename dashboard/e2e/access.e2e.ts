import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { executable, goldenMorning, launch, open, settled } from './browser.mjs';
import { goldenDocuments, report, serve } from './server.mjs';

// Nothing serious or critical, on any page, in either language and theme.

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const stack = process.env.DANGOL_URL;

describe.skipIf(!executable)('axe', () => {
	let browser: Browser;
	let server: Awaited<ReturnType<typeof serve>> | undefined;

	beforeAll(async () => {
		browser = await launch();
		server = stack ? undefined : await serve(report(goldenDocuments()));
	});
	afterAll(async () => {
		await browser?.close();
		await server?.close();
	});

	const combinations = [
		['ko', false],
		['ko', true],
		['en', false],
		['en', true],
	] as const;

	test.each(combinations)(
		'finds nothing serious in %s, dark: %s',
		async (lang, dark) => {
			const page = await open(browser, { dark, now: stack ? new Date() : goldenMorning });
			const found: string[] = [];
			for (const name of ['', 'segments', 'grades', 'customers', 'value']) {
				for (const width of [1440, 360]) {
					await page.setViewportSize({ width, height: 900 });
					await page.goto('about:blank');
					await page.goto(`${stack ?? server?.url}#/${name}?lang=${lang}`);
					await settled(page);
					await page.evaluate(axe);
					const { violations } = await page.evaluate(() =>
						(window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
					);
					for (const v of violations.filter((v) => v.impact === 'serious' || v.impact === 'critical')) {
						found.push(
							`${name || 'overview'} ${width}: ${v.id}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 3)}`,
						);
					}
				}
			}
			expect(found).toEqual([]);
			await page.context().close();
		},
		120_000,
	);

	test('every control on a page is reached by the keyboard, with its focus in sight', async () => {
		const page = await open(browser, { now: stack ? new Date() : goldenMorning });
		await page.goto(`${stack ?? server?.url}#/segments`);
		await settled(page);
		const controls = await page.locator('a:visible, button:visible').count();
		const seen = new Set<string>();
		for (let i = 0; i < controls + 5; i++) {
			await page.keyboard.press('Tab');
			const [id, outline] = await page.evaluate(() => {
				const node = document.activeElement as HTMLElement;
				const style = getComputedStyle(node);
				return [node.outerHTML.slice(0, 200), node === document.body || parseFloat(style.outlineWidth) >= 2] as const;
			});
			expect(outline, id).toBe(true);
			seen.add(id);
		}
		expect(seen.size).toBeGreaterThan(50);
		await page.context().close();
	});
});
