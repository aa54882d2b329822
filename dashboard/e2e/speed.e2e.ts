import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { executable, launch, open, settled } from './browser.mjs';
import { goldenDocuments, report, serve } from './server.mjs';
import { customersFile } from './shop';

// A hundred thousand customers feel like a hundred.

const customers = 100_000;
/** From the key or click until the page has been painted, in milliseconds. */
const interactionMax = 100;

describe.skipIf(!executable)('a list of a hundred thousand', () => {
	let browser: Browser;
	let server: Awaited<ReturnType<typeof serve>>;
	let page: Page;

	beforeAll(async () => {
		browser = await launch();
		server = await serve(report({ ...goldenDocuments(), 'customers.parquet': customersFile(customers) }));
		page = await open(browser);
		await page.goto(`${server.url}#/customers`);
		await page.getByText('손님 100,000명').first().waitFor();
		await settled(page);
	});
	afterAll(async () => {
		await browser?.close();
		await server?.close();
	});

	/** The longest an event of ours took to its next paint, as the browser measures it. */
	async function measured(act: () => Promise<void>): Promise<number> {
		await page.evaluate(() => {
			const w = window as unknown as { longest: number; watch?: PerformanceObserver };
			w.longest = 0;
			w.watch?.disconnect();
			w.watch = new PerformanceObserver((list) => {
				for (const e of list.getEntries()) w.longest = Math.max(w.longest, e.duration);
			});
			w.watch.observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
			w.watch.observe({ type: 'longtask' } as PerformanceObserverInit);
		});
		await act();
		await page.waitForTimeout(300);
		return page.evaluate(() => (window as unknown as { longest: number }).longest);
	}
	const choose = async (select: string, value: string) => {
		await page.locator(select).selectOption(value);
	};
	const count = () => page.locator('.head .meta').innerText();

	test('is searched', async () => {
		const took = await measured(() => page.getByRole('searchbox').pressSequentially('c0420', { delay: 60 }));
		expect(await count()).toContain('손님 100,000명 가운데 100명');
		expect(took).toBeLessThan(interactionMax);
		await page.getByRole('searchbox').fill('');
	});

	test('is filtered', async () => {
		await page.getByRole('button', { name: '+ 조건' }).click();
		const took = await measured(() => choose('#filters label:has-text("등급") select >> nth=1', 'family'));
		expect(await count()).toContain('손님 100,000명 가운데 20,000명');
		expect(took).toBeLessThan(interactionMax);
	});

	test('is sorted', async () => {
		const took = await measured(() => choose('.sort select', 'silent'));
		expect(await page.locator('.left li').first().innerText()).toContain('397일 전');
		expect(took).toBeLessThan(interactionMax);
	});

	test('is paged and walked', async () => {
		const took = await measured(async () => {
			await page.getByRole('button', { name: '다음', exact: true }).click();
			await page.locator('.left li a').first().focus();
			for (const key of ['End', 'PageUp', 'ArrowUp', 'Home', 'ArrowDown']) await page.keyboard.press(key);
		});
		expect(took).toBeLessThan(interactionMax);
	});

	test('opens a person', async () => {
		const took = await measured(() => page.locator('.left li a').nth(4).click());
		expect(await page.locator('#person-id').innerText()).toBe(await page.locator('.left li b').nth(4).innerText());
		expect(took).toBeLessThan(interactionMax);
	});

	test('is written to a file without holding up the page', async () => {
		await page.goto(`${server.url}#/customers`);
		await settled(page);
		const took = await measured(async () => {
			const [file] = await Promise.all([
				page.waitForEvent('download'),
				page.getByRole('button', { name: '100,000명 CSV' }).click(),
			]);
			expect(file.suggestedFilename()).toBe('customers-2026-11-21.csv');
		});
		expect(took).toBeLessThan(interactionMax);
	});
});
