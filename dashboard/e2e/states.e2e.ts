import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { executable, goldenMorning, launch, open, settled } from './browser.mjs';
import { goldenDocuments, report, serve } from './server.mjs';
import { changed } from './shop';

// What the pages show when a report is missing, broken, old or small.

describe.skipIf(!executable)('the states', () => {
	let browser: Browser;
	let server: Awaited<ReturnType<typeof serve>>;
	let page: Page;

	beforeAll(async () => {
		browser = await launch();
		server = await serve(new Map());
	});
	afterAll(async () => {
		await browser?.close();
		await server?.close();
	});
	afterEach(() => page?.context().close());

	async function show(files: Map<string, Buffer>, hash = '', now = goldenMorning) {
		server.state.files = files;
		page = await open(browser, { now });
		await page.goto(`${server.url}${hash}`);
		await settled(page);
	}
	/** What is on the page; blanks inside amounts, which do not break, are blanks. */
	const main = async () => (await page.locator('main').innerText()).replaceAll('\u00a0', ' ');
	const keyOf = (files: Map<string, Buffer>, name: string) => [...files.keys()].find((key) => key.endsWith(name)) ?? '';

	test('an empty installation says what will be here, and the one thing to do', async () => {
		await show(new Map());
		expect(await page.locator('h1').innerText()).toBe('아직 리포트가 없어요');
		expect(await main()).toContain('dangol keys create');
		server.state.files = report(goldenDocuments());
		await page.getByRole('button', { name: '리포트가 나왔는지 보기' }).click();
		await settled(page);
		expect(await page.locator('h1').innerText()).toBe('오늘 아침');
		expect(await main()).toContain('어제 금요일에는');
	});

	test('a pointer that is no pointer is told apart from none', async () => {
		await show(new Map([['latest.json', Buffer.from('<html>')]]));
		expect(await main()).toContain('리포트를 읽지 못했어요');
		expect(await main()).toContain('latest.json · JSON');
	});

	test('one missing file leaves the other pages alone, and is read again', async () => {
		const files = report(goldenDocuments());
		const key = keyOf(files, 'segments.json');
		const bytes = files.get(key) as Buffer;
		files.delete(key);
		await show(files, '#/segments');
		expect(await main()).toContain('segments.json · 404');
		await page.getByRole('link', { name: '등급', exact: true }).first().click();
		await settled(page);
		expect(await main()).toContain('어디서 어디로');
		await page.goBack();
		files.set(key, bytes);
		await page.getByRole('button', { name: '다시 읽기' }).click();
		await settled(page);
		expect(await main()).toContain('최근성 × 방문 횟수');
	});

	test('a page whose script does not come says so, and is read again', async () => {
		await show(report(goldenDocuments()));
		await page.route('**/assets/Page-*.js', (route) => route.abort());
		await page.getByRole('link', { name: '등급', exact: true }).first().click();
		await page.getByText('page · script').waitFor();
		expect(await main()).toContain('화면 자료를 읽지 못했어요');
		await page.unroute('**/assets/Page-*.js');
		await page.getByRole('button', { name: '다시 읽기' }).click();
		await page.getByText('어디서 어디로').waitFor();
	});

	test('the brand stands in its place before any script has come', async () => {
		server.state.files = report(goldenDocuments());
		for (const width of [360, 768, 1440, 1920]) {
			page = await open(browser, { width });
			const place = (of: string) =>
				page.locator(of).evaluate((node) => {
					const range = document.createRange();
					range.selectNodeContents(node);
					const { left, top } = range.getBoundingClientRect();
					return { left: Math.round(left), top: Math.round(top) };
				});
			await page.route('**/*.js', (route) => route.abort());
			await page.goto(server.url);
			const opening = await place('.opening');
			await page.unroute('**/*.js');
			await page.reload();
			await settled(page);
			expect(await place('.brand span'), `${width}`).toEqual(opening);
			if (width < 1920) await page.context().close();
		}
	});

	test('a corrupt file is not shown', async () => {
		const files = report(goldenDocuments());
		const key = keyOf(files, 'value.json');
		const bytes = Buffer.from(files.get(key) as Buffer);
		bytes.write('7', bytes.indexOf('637'));
		files.set(key, bytes);
		await show(files, '#/value');
		expect(await main()).toContain('받은 파일이 리포트에 적힌 것과 달라요');
		expect(await main()).toMatch(/value\.json · sha256 [0-9a-f]{8}…/);
	});

	test('without the overview other pages stay, and leave amounts out rather than guess', async () => {
		const files = report(goldenDocuments());
		files.delete(keyOf(files, 'overview.json'));
		await show(files, '#/grades');
		expect(await main()).toContain('통화를 몰라요');
		expect(await main()).not.toContain('NaN');
		const sheets = await page.locator('section.sheet').count();
		await show(report(goldenDocuments()), '#/grades');
		expect(sheets).toBe(await page.locator('section.sheet').count());
	});

	test('a list that needs a file which is missing says so, and is not shown empty', async () => {
		const files = report(goldenDocuments());
		files.delete(keyOf(files, 'grades.json'));
		await show(files, '#/customers?list=near');
		expect(await main()).toContain('grades.json · 404');
		expect(await main()).not.toContain('조건에 맞는 손님이 없어요');
	});

	test('a customers’ file without a column names it', async () => {
		const documents = { ...goldenDocuments(), 'customers.parquet': Buffer.from('not parquet at all') };
		await show(report(documents), '#/customers');
		expect(await main()).toContain('customers.parquet · parquet');
	});

	test('an old report says so, with the days spelled out', async () => {
		await show(report(goldenDocuments()), '', new Date('2026-11-23T09:00:00+09:00'));
		const strip = await page.locator('.strip').innerText();
		expect(strip).toContain('2일 전 리포트예요.');
		expect(strip).toContain('11월 22일 일과 11월 23일 월 새벽의 정리가 끝나지 않았어요.');
		expect(strip).toContain('숫자는 11월 20일 금 영업분까지예요.');
		expect(await main()).toContain('11월 20일 금요일에는 39만 원을 팔았어요');
	});

	test('this morning’s report is not called old', async () => {
		await show(report(goldenDocuments()));
		expect(await page.locator('.strip').count()).toBe(0);
	});

	test('a newer report is offered, never mixed in', async () => {
		await show(report(goldenDocuments()));
		server.state.files = report(changed({ 'overview.json': { asOf: '2026-11-22' } }), {
			asOf: '2026-11-22',
			version: 3,
		});
		await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
		await page.getByText('새 리포트가 나왔어요.').waitFor();
		expect(await main()).toContain('11월 21일 토요일');
		await page.getByRole('button', { name: '새 리포트 열기' }).click();
		await settled(page);
		expect(await main()).toContain('11월 22일 일요일');
	});

	test('a new shop is told what will come on every page', async () => {
		const said = {
			'': '첫 편지',
			'#/segments': '아직 적어요',
			'#/grades': '다음 정리부터',
			'#/customers': '아직 방문이 있는 손님이 없어요',
			'#/value': '아직 없어요',
			'#/retention': '아직',
		};
		for (const [hash, text] of Object.entries(said)) {
			await page
				?.context()
				.close()
				.catch(() => {});
			await show(report(goldenDocuments('new')), hash);
			expect(await main(), hash).toContain(text);
			expect(await main(), hash).not.toMatch(/NaN|Infinity|undefined/);
		}
	});

	test('a small shop has counts instead of scores', async () => {
		await show(report(goldenDocuments('small')), '#/segments');
		expect(await main()).toContain('손님 24명. 30명이 되면 점수와 세그먼트를 내요.');
		expect(await page.locator('.grid').count()).toBe(0);
		await page.goto(`${server.url}#/customers`);
		await page.getByText('손님이 아직 적어 점수를 내지 않아요.').first().waitFor();
	});

	test('three bins are nine cells', async () => {
		const golden = goldenDocuments()['segments.json'];
		const segments = {
			bins: 3,
			cuts: { r: [30, 90], f: [2, 4], m: [20_000, 90_000] },
			methods: { r: 'thresholds', f: 'thresholds', m: 'quantile' },
			grid: golden.grid.filter((c: { r: number; f: number }) => c.r <= 3 && c.f <= 3),
		};
		await show(report(changed({ 'segments.json': segments })), '#/segments');
		expect(await page.locator('.grid button').count()).toBe(9);
		expect(await main()).toContain('1 / 2–3 / 4+');
		expect(await main()).toContain('31–90일 전');
	});

	test('pounds look like pounds', async () => {
		const { merchant } = goldenDocuments()['overview.json'];
		const overview = { merchant: { ...merchant, currency: 'GBP', digits: 2, zone: 'Europe/London' } };
		await show(report(changed({ 'overview.json': overview })), '#/?lang=en', new Date('2026-11-21T09:00:00Z'));
		expect(await main()).toContain('Yesterday, a Friday, brought in £3,905.');
		expect(await main()).toContain('£6,722.00');
	});

	test('warnings are in sight and in words', async () => {
		const warnings = [
			{ code: 'late_upload', n: 12 },
			{ code: 'something_new', n: 3 },
		];
		await show(report(changed({ 'overview.json': { warnings } })));
		await page.getByRole('button', { name: '알아 두실 것 2가지' }).click();
		expect(await page.locator('#page-notes').innerText()).toContain('늦게 올라온 거래가 12건 있어요.');
		expect(await page.locator('footer').innerText()).toContain('something_new');
	});

	test('loading keeps the place with still blocks, after a moment', async () => {
		server.state.files = report(goldenDocuments());
		page = await open(browser);
		let release = () => {};
		const held = new Promise<void>((done) => {
			release = done;
		});
		await page.route('**/overview.json', async (route) => {
			await held;
			await route.continue();
		});
		await page.goto(server.url);
		const blocks = page.locator('.waiting');
		await blocks.waitFor({ state: 'attached' });
		await expect.poll(() => blocks.evaluate((node) => getComputedStyle(node).opacity)).toBe('1');
		release();
		await settled(page);
		await page.getByText('어제 금요일에는').waitFor();
		expect(await blocks.count()).toBe(0);
	});
});
