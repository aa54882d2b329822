import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
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

	/** What axe finds serious or critical on a page as it is. */
	async function serious(page: Page, where: string): Promise<string[]> {
		await page.evaluate(axe);
		const { violations } = await page.evaluate(() =>
			(window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
		);
		return violations
			.filter((v) => v.impact === 'serious' || v.impact === 'critical')
			.map((v) => `${where}: ${v.id}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 3)}`);
	}

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
			for (const name of ['', 'segments', 'grades', 'customers', 'value', 'retention']) {
				for (const width of [1440, 360]) {
					await page.setViewportSize({ width, height: 900 });
					await page.goto('about:blank');
					await page.goto(`${stack ?? server?.url}#/${name}?lang=${lang}`);
					await settled(page);
					found.push(...(await serious(page, `${name || 'overview'} ${width}`)));
				}
			}
			expect(found).toEqual([]);
			await page.context().close();
		},
		120_000,
	);

	const names = ['', 'segments', 'grades', 'customers', 'value', 'retention'];

	test.each(names)('every control of #/%s is reached by the keyboard, in sight, and left again', async (name) => {
		const page = await open(browser, { now: stack ? new Date() : goldenMorning });
		await page.goto(`${stack ?? server?.url}#/${name}`);
		await settled(page);
		const selector = 'a:visible, button:visible:enabled, input:visible, select:visible, [tabindex="0"]:visible';
		const controls = await page.locator(selector).count();
		await page.evaluate(() => {
			for (const [i, node] of [...document.querySelectorAll<HTMLElement>('body *')].entries())
				node.dataset.at = String(i);
		});
		const seen = new Set<string>();
		let left = false;
		for (let i = 0; i < controls + 5 && !left; i++) {
			await page.keyboard.press('Tab');
			const { at, what, outlined } = await page.evaluate(() => {
				const node = document.activeElement as HTMLElement;
				const outlined = Number.parseFloat(getComputedStyle(node).outlineWidth) >= 2;
				return { at: node.dataset.at, what: node.outerHTML.slice(0, 120), outlined };
			});
			left = at === undefined;
			if (at === undefined) break;
			expect(outlined, what).toBe(true);
			seen.add(at);
		}
		expect(left, 'the focus leaves the page').toBe(true);
		expect(seen.size).toBe(controls);
		await page.context().close();
	}, 120_000);

	test('definitions, table twins, filters and a person on a phone are as accessible', async () => {
		const found: string[] = [];
		const page = await open(browser, { now: stack ? new Date() : goldenMorning });
		for (const name of names) {
			for (const width of [1440, 360]) {
				await page.setViewportSize({ width, height: 900 });
				await page.goto('about:blank');
				await page.goto(`${stack ?? server?.url}#/${name}`);
				await settled(page);
				if (name === 'customers' && width === 360) await page.locator('.left li a').first().click();
				await page.evaluate(() => {
					const closed = 'main button[aria-expanded=false], main button.toggle';
					for (const button of document.querySelectorAll<HTMLElement>(closed)) button.click();
				});
				await settled(page);
				found.push(...(await serious(page, `${name || 'overview'} ${width}, opened`)));
			}
		}
		expect(found).toEqual([]);
		await page.context().close();
	}, 120_000);
});
