import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { executable, goldenMorning, launch, open, settled } from './browser.mjs';
import { goldenDocuments, report, serve } from './server.mjs';

// The built dashboard in Chromium, over the golden report or a running stack.

const stack = process.env.DANGOL_URL;
/** Some tests know the golden report's figures; a running stack has its own. */
const golden = test.skipIf(Boolean(stack));
if (!executable) console.warn('e2e: skipped, no Chromium found; install one or name it in CHROMIUM');

describe.skipIf(!executable)('the pages', () => {
	let browser: Browser;
	let server: Awaited<ReturnType<typeof serve>> | undefined;
	let page: Page;
	let url: string;
	let complaints: string[];

	beforeAll(async () => {
		browser = await launch();
		server = stack ? undefined : await serve(report(goldenDocuments()));
		url = stack ?? server?.url ?? '';
	});
	afterAll(async () => {
		await browser?.close();
		await server?.close();
	});
	beforeEach(async () => {
		page = await open(browser, { now: stack ? new Date() : goldenMorning });
		complaints = [];
		page.on('console', (m) => ['error', 'warning'].includes(m.type()) && complaints.push(m.text()));
		page.on('pageerror', (e) => complaints.push(String(e)));
	});
	afterEach(async () => {
		expect(complaints).toEqual([]);
		await page.context().close();
	});

	async function go(hash: string) {
		await page.goto(`${url}${hash}`);
		await settled(page);
	}
	const heading = () => page.locator('h1').innerText();

	test.each([
		['', '오늘 아침', '일별 매출'],
		['#/segments', '세그먼트', '최근성 × 방문 횟수'],
		['#/grades', '등급', '어디서 어디로'],
		['#/customers', '손님', '왜'],
		['#/value', '가치', '손님과 매출의 곡선'],
		['#/retention', '유지', '손님의 한살이'],
	])('%s renders without a complaint', async (hash, title, sheet) => {
		await go(hash);
		expect(await heading()).toBe(title);
		expect(await page.locator('main').innerText()).toContain(sheet);
		expect(await page.title()).toBe(`${title} · 단골`);
	});

	test('nothing is wider than the screen, from 360 to 2560', async () => {
		for (const width of [360, 768, 1024, 1440, 2560]) {
			await page.setViewportSize({ width, height: 900 });
			for (const hash of ['', '#/segments', '#/grades', '#/customers', '#/value', '#/retention']) {
				for (const lang of ['ko', 'en']) {
					await page.goto('about:blank');
					await go(lang === 'en' ? `${hash || '#/'}?lang=en` : hash);
					const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
					expect(over, `${hash} ${lang} at ${width}`).toBeLessThanOrEqual(0);
				}
			}
		}
	}, 180_000);

	test('the tabs, back and forward go through the pages', async () => {
		await go('');
		for (const name of ['세그먼트', '등급']) await page.getByRole('link', { name, exact: true }).first().click();
		await settled(page);
		expect(await heading()).toBe('등급');
		await page.goBack();
		expect(await heading()).toBe('세그먼트');
		await page.goBack();
		expect(await heading()).toBe('오늘 아침');
		await page.goForward();
		expect(await heading()).toBe('세그먼트');
	});

	test('the language switches, and is remembered by the browser', async () => {
		await go('#/grades');
		await page.getByRole('link', { name: 'EN', exact: true }).click();
		expect(await heading()).toBe('Grades');
		expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
		expect(page.url()).toContain('lang=en');
		await page.goto('about:blank');
		await go('');
		expect(await heading()).toBe('This morning');
	});

	test('the theme switches and goes back to the system’s', async () => {
		await go('');
		const sheet = () =>
			page.evaluate(() => getComputedStyle(document.querySelector('.sheet') as Element).backgroundColor);
		const light = await sheet();
		await page.getByRole('link', { name: '어둡게' }).click();
		expect(await sheet()).not.toBe(light);
		expect(page.url()).toContain('theme=dark');
		await page.getByRole('link', { name: '밝게' }).click();
		expect(await sheet()).toBe(light);
		expect(page.url()).not.toContain('theme');
	});

	test('a period is chosen by a link and its figures change', async () => {
		await go('');
		const before = await page.locator('dl dd').first().innerText();
		await page.getByRole('link', { name: '91일' }).click();
		await settled(page);
		expect(page.url()).toContain('period=91');
		expect(await page.locator('dl dd').first().innerText()).not.toBe(before);
		expect(await page.locator('main').innerText()).toContain('주별 매출');
	});

	golden('a chart has a table twin of the same height that keeps the focus', async () => {
		await go('');
		const sheet = page.locator('section.sheet', { hasText: '일별 매출' });
		const height = async () => (await sheet.boundingBox())?.height;
		const before = await height();
		const toggle = sheet.getByRole('button', { name: '표로 보기' });
		await toggle.focus();
		await page.keyboard.press('Enter');
		expect(await sheet.locator('tbody tr').count()).toBe(28);
		expect(await height()).toBe(before);
		expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('그림으로 보기');
		await page.keyboard.press('Enter');
		expect(await sheet.locator('tbody tr').count()).toBe(0);
	});

	test('a definition opens in place', async () => {
		await go('#/value');
		const sheet = page.locator('section.sheet', { has: page.getByRole('heading', { name: '지니 계수' }) });
		const button = sheet.getByRole('button', { name: '정의' });
		await button.click();
		expect(await button.getAttribute('aria-expanded')).toBe('true');
		expect(await sheet.getByText('로렌츠 곡선').isVisible()).toBe(true);
	});

	golden('the arrow keys read a chart bar by bar', async () => {
		await go('');
		await page.locator('.chart[role=img]').first().focus();
		await page.keyboard.press('End');
		const tip = page.locator('.tip');
		await tip.waitFor();
		expect(await tip.innerText()).toContain('11월 20일 금');
		await page.keyboard.press('ArrowLeft');
		await page.waitForTimeout(60);
		expect(await tip.innerText()).toContain('11월 19일 목');
	});

	golden('the letter opens the list it counts', async () => {
		await go('');
		await page.locator('section p a', { hasText: '37명' }).click();
		await settled(page);
		expect(await heading()).toBe('손님');
		await page.locator('main').getByText('손님 637명 가운데 37명').waitFor();
	});

	golden('a cell of the grid opens its panel, and the panel its customers', async () => {
		await go('#/segments');
		await page.getByRole('button', { name: /14–23일 전, 7–16번/ }).click();
		await settled(page);
		expect(page.url()).toContain('cell=4-4');
		const panel = page.locator('aside');
		expect(await panel.innerText()).toContain('22명');
		expect(await panel.locator('a.opens').count()).toBe(3);
		await panel.getByRole('link', { name: '손님 22명 열기' }).click();
		await settled(page);
		expect(await page.locator('main').innerText()).toContain('손님 637명 가운데 22명');
		await page.goBack();
		expect(await page.locator('button[aria-pressed=true]').getAttribute('id')).toBe('cell-4-4');
	});

	golden('the arrow keys walk over the grid', async () => {
		await go('#/segments');
		await page.locator('#cell-3-3').focus();
		await page.keyboard.press('ArrowRight');
		await page.keyboard.press('ArrowUp');
		expect(await page.evaluate(() => document.activeElement?.id)).toBe('cell-4-4');
	});

	golden('a deep link opens a filtered list and its person', async () => {
		await go('#/customers?segment=Champions&sort=visits&person=c000004');
		expect(await page.locator('#person-id').innerText()).toBe('c000004');
		expect(await page.locator('li a[aria-current=true] b').innerText()).toBe('c000004');
		expect(await page.locator('main').innerText()).toContain('손님 637명 가운데 132명');
	});

	golden('the keyboard walks over the list, turns its pages and opens a person', async () => {
		await go('#/customers');
		const focused = () => page.evaluate(() => document.activeElement?.querySelector('b')?.textContent);
		await page.locator('.left li a').first().focus();
		const first = await focused();
		for (let i = 0; i < 12; i++) await page.keyboard.press('ArrowDown');
		expect(await page.locator('.pager').innerText()).toContain('637명 가운데 13–24');
		const thirteenth = await focused();
		expect(thirteenth).not.toBe(first);
		await page.keyboard.press('Enter');
		await settled(page);
		expect(await page.locator('#person-id').innerText()).toBe(thirteenth);
		expect(await focused()).toBe(thirteenth);
		await page.keyboard.press('Home');
		expect(await focused()).toBe(first);
	});

	golden('a search narrows the list without a step in the history', async () => {
		await go('#/customers');
		const steps = await page.evaluate(() => history.length);
		await page.getByRole('searchbox').fill('c0005');
		expect(await page.locator('main').innerText()).toContain('손님 637명 가운데');
		expect(await page.evaluate(() => history.length)).toBe(steps);
		await page.getByRole('link', { name: /조건 빼기/ }).click();
		expect(await page.getByRole('searchbox').inputValue()).toBe('');
	});

	golden('the list is downloaded as it is filtered', async () => {
		await go('#/customers?grade=best');
		const [file] = await Promise.all([
			page.waitForEvent('download'),
			page.getByRole('button', { name: '10명 CSV' }).click(),
		]);
		expect(file.suggestedFilename()).toBe('customers-2026-11-21.csv');
		const text = readFileSync(await file.path(), 'utf8');
		const lines = text.split('\r\n');
		expect(text.charCodeAt(0)).toBe(0xfeff);
		expect(lines).toHaveLength(12);
		expect(lines[1]).toMatch(/^c\d{6},으뜸,챔피언,단골,\d+,/);
	});

	test('a dark page is printed light', async () => {
		await go('#/?theme=dark');
		const picture = () =>
			page
				.locator('canvas')
				.first()
				.evaluate((node) => (node as HTMLCanvasElement).toDataURL());
		const sheet = () =>
			page
				.locator('.sheet')
				.first()
				.evaluate((node) => getComputedStyle(node).backgroundColor);
		const dark = await picture();
		await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
		await page.emulateMedia({ media: 'print' });
		expect(await picture()).not.toBe(dark);
		expect(await sheet()).toBe('rgb(255, 255, 255)');
		await page.emulateMedia({ media: 'screen' });
		await page.evaluate(() => dispatchEvent(new Event('afterprint')));
		expect(await picture()).toBe(dark);
	});

	test('a chart on a phone is whole without its library, which comes when it is touched', async () => {
		const phone = await open(browser, { width: 390 });
		const scripts: string[] = [];
		phone.on('request', (r) => scripts.push(r.url()));
		await phone.goto(`${url}#/value`);
		await settled(phone);
		const chart = phone.locator('div.chart[role=img]').first();
		await chart.scrollIntoViewIfNeeded();
		expect(await chart.locator('svg text').count()).toBeGreaterThan(8);
		expect(scripts.filter((url) => url.includes('/chart.svelte'))).toEqual([]);
		const box = await chart.boundingBox();
		if (!box) throw new Error('the chart has no place');
		await phone.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
		await chart.locator('canvas').waitFor();
		expect(await chart.locator('.tip').innerText()).toContain('%');
		await phone.context().close();
	});

	golden('the matrix counts people or money', async () => {
		await go('#/grades');
		const cell = page.locator('.large td.up').first();
		expect(await cell.innerText()).toBe('2');
		await page.getByRole('link', { name: '금액', exact: true }).click();
		expect(await cell.innerText()).toBe('263만');
		expect(page.url()).toContain('measure=money');
	});

	golden('the customers’ file is not read before it is needed', async () => {
		if (server) server.state.requests.length = 0;
		await go('');
		const read = (server?.state.requests ?? []).filter((path) => path.startsWith('/data/'));
		expect(read.map((path) => path.split('/').at(-1))).toEqual(['latest.json', 'overview.json']);
	});
});
