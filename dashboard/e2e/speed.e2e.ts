import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { executable, launch, open, settled } from './browser.mjs';
import { goldenDocuments, report, serve } from './server.mjs';
import { customersFile } from './shop';

// A list of a hundred thousand customers. How long each step took to its paint
// is printed, never judged: a busy machine is no fault of the page.

const customers = 100_000;

describe.skipIf(!executable)('a list of a hundred thousand', () => {
	let browser: Browser;
	let server: Awaited<ReturnType<typeof serve>>;
	let page: Page;
	const took: string[] = [];

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
		console.log(`a list of ${customers}: ${took.join(', ')}`);
	});

	/** Notes the longest an event of ours took to its next paint, as the browser measures it. */
	async function measured(what: string, act: () => Promise<void>): Promise<void> {
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
		took.push(`${what} ${await page.evaluate(() => (window as unknown as { longest: number }).longest)} ms`);
	}
	const choose = async (select: string, value: string) => {
		await page.locator(select).selectOption(value);
	};
	const count = () => page.locator('.head .meta').innerText();

	test('is searched', async () => {
		await measured('searched', () => page.getByRole('searchbox').pressSequentially('c0420', { delay: 60 }));
		await expect.poll(count).toContain('손님 100,000명 가운데 100명');
		await page.getByRole('searchbox').fill('');
	});

	test('is filtered', async () => {
		await page.getByRole('button', { name: '+ 조건' }).click();
		await measured('filtered', () => choose('#filters label:has-text("등급") select >> nth=1', 'family'));
		await expect.poll(count).toContain('손님 100,000명 가운데 20,000명');
	});

	test('is sorted', async () => {
		await measured('sorted', () => choose('.sort select', 'silent'));
		await expect.poll(() => page.locator('.left li').first().innerText()).toContain('397일 전');
	});

	test('is paged and walked', async () => {
		await measured('walked', async () => {
			await page.getByRole('button', { name: '다음', exact: true }).click();
			await page.locator('.left li a').first().focus();
			for (const key of ['End', 'PageUp', 'ArrowUp', 'Home', 'ArrowDown']) await page.keyboard.press(key);
		});
		const focused = () =>
			page.locator('.left li a').evaluateAll((all) => all.indexOf(document.activeElement as HTMLElement));
		await expect.poll(focused).toBe(1);
	});

	test('opens a person', async () => {
		await measured('opened', () => page.locator('.left li a').nth(4).click());
		const chosen = await page.locator('.left li b').nth(4).innerText();
		await expect.poll(() => page.locator('#person-id').innerText()).toBe(chosen);
	});

	test('is written to a file without holding up the page', async () => {
		await page.goto(`${server.url}#/customers`);
		await settled(page);
		await measured('written', async () => {
			const [file] = await Promise.all([
				page.waitForEvent('download'),
				page.getByRole('button', { name: '100,000명 CSV' }).click(),
			]);
			expect(file.suggestedFilename()).toBe('customers-2026-11-21.csv');
		});
	});
});
