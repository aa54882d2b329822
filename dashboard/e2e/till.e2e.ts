import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { executable, launch, open } from './browser.mjs';
import { built, stack } from './stack.mjs';

// The till page over a real stack: what it sends is recorded, what it shows was
// answered. Only points, which no policy here gives, are laid over an answer.

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe.skipIf(!executable || !built)('the till', () => {
	let browser: Browser;
	let own: Awaited<ReturnType<typeof stack>>;
	let page: Page;
	let called = 0;

	beforeAll(async () => {
		browser = await launch();
		own = await stack();
	}, 90_000);
	afterAll(async () => {
		await browser?.close();
		await own?.close();
	});
	beforeEach(async () => {
		own.lend({ key: own.key, phone: '', currency: 'KRW' });
		await come();
	});
	afterEach(async ({ task }) => {
		if (task.result?.state === 'fail') console.log(`${task.name}: ${await page.locator('main').innerText()}`);
		await page?.context().close();
	});

	async function come(options: { width?: number; dark?: boolean } = {}) {
		await page?.context().close();
		page = await open(browser, { ...options, now: new Date() });
		// A page that has loaded without any route may let a request by that comes right after its first.
		await page.route('**/v1/**', (route) => route.fallback());
		await page.goto(`${own.url}till.html`);
		await page.locator('#number, #key').first().waitFor();
	}
	const text = async (of: string) => (await page.locator(of).innerText()).replaceAll('\u00a0', ' ');
	const press = async (...keys: string[]) => {
		for (const key of keys) await page.keyboard.press(key);
	};
	const newPhone = () => `010-5555-${String(1000 + called++)}`;
	async function find(phone: string) {
		await page.locator('#number').fill(phone);
		await press('Enter');
	}
	const said = (words: string) => page.getByRole('status').getByText(words).waitFor();
	async function ask(path: string, body?: object) {
		const answer = await fetch(`${own.url}v1/${path}`, {
			method: body ? 'POST' : 'GET',
			headers: { authorization: `Bearer ${own.key}`, 'content-type': 'application/json' },
			...(body && { body: JSON.stringify(body) }),
		});
		return answer.json();
	}
	/** A member with a sale of today, enrolled at the till by the keyboard alone. */
	async function enrolled() {
		const phone = newPhone();
		await find(phone);
		await page.getByText('처음 보는 번호예요').waitFor();
		await press('g');
		await said('등록했어요.');
		return phone;
	}
	/** Notes that whoever is shown complains of having waited. */
	async function complain() {
		await page.locator('details summary').click();
		await page.locator('details select').first().selectOption('waiting');
		await page.locator('details select').last().selectOption('serious');
		await page.locator('details button').click();
		await page.locator('.complaint').waitFor();
	}
	/** What the page posted to the ledger, and what was answered. */
	function posts() {
		const all: { body: Record<string, unknown>; status: number }[] = [];
		page.on('response', (answer) => {
			const asked = answer.request();
			if (!asked.url().endsWith('/v1/transactions')) return;
			all.push({ body: asked.postDataJSON(), status: answer.status() });
		});
		return all;
	}

	test('a key that nobody lends is asked for, and kept nowhere', async () => {
		own.lend({});
		await come();
		expect(await text('main')).toContain('매장 키를 넣어 주세요');
		await page.locator('#key').fill('dgl_wrong_key');
		await press('Enter');
		await find('010-1234-5678');
		await said('이 키로는 열 수 없어요.');
		await page.reload();
		await page.locator('#key').fill(own.key);
		await press('Enter');
		await find('010-1234-5678');
		await page.getByText('처음 보는 번호예요').waitFor();
		const kept = await page.evaluate(() => [
			location.href,
			...[localStorage, sessionStorage].map((s) => JSON.stringify(s)),
			document.cookie,
		]);
		expect(kept.join()).not.toContain('dgl_');
		expect(kept.join()).not.toContain('5678');
	});

	test('a customer is enrolled and rung up by the keyboard alone', async () => {
		const sent = posts();
		const phone = await enrolled();
		await press('q', 'q', 'r', 'Shift+Q', 'y');
		expect(await text('.pay')).toContain('46,300');
		await press('Enter');
		await said('계산을 장부에 적었어요.');
		const { matches } = await ask('customers/lookup', { phone });
		expect(matches).toHaveLength(1);
		expect(matches[0].member).toBe(true);
		expect(sent.map((s) => s.status)).toEqual([201]);
		expect(sent[0]?.body).toMatchObject({
			type: 'sale',
			total: 46_300,
			customer: { id: matches[0].customerId },
			tenders: [{ type: 'card', amount: 46_300 }],
		});
		// The same again is known to the ledger: it was recorded, not only answered.
		const response = await fetch(`${own.url}v1/transactions`, {
			method: 'POST',
			headers: { authorization: `Bearer ${own.key}`, 'content-type': 'application/json' },
			body: JSON.stringify(sent[0]?.body),
		});
		expect([response.status, response.headers.get('idempotent-replayed')]).toEqual([200, 'true']);
	});

	test.each([
		['b', '반품을 적었어요.', 'refund'],
		['v', '계산을 취소했어요.', 'void'],
	])('the last sale is given back with %s', async (key, words, type) => {
		const sent = posts();
		await enrolled();
		await press('w', 'Enter');
		await said('계산을 장부에 적었어요.');
		await press(key);
		await said(words);
		expect(sent.map((s) => [s.body.type, s.status])).toEqual([
			['sale', 201],
			[type, 201],
		]);
		const link = { id: sent[0]?.body.id };
		expect(sent[1]?.body).toMatchObject(type === 'refund' ? { refundOf: link, total: 5_200 } : { voidOf: link });
		expect(await page.getByRole('button', { name: /^반품/ }).count()).toBe(0);
	});

	test('somebody without a number pays, and is nobody in the ledger', async () => {
		const sent = posts();
		await page.locator('#number').press('Escape');
		await press('t', 'Enter');
		await said('계산을 장부에 적었어요.');
		expect(sent[0]?.body).not.toHaveProperty('customer');
	});

	test('when the answer is lost, the same sale is sent again and recorded once', async () => {
		await enrolled();
		const ids: string[] = [];
		await page.route('**/v1/transactions', async (route) => {
			ids.push(route.request().postDataJSON().id);
			const answer = await route.fetch();
			if (ids.length === 1) await route.abort();
			else await route.fulfill({ response: answer });
		});
		await press('e', 'Enter');
		await said('답이 오지 않았어요.');
		await press('q', 'Enter', 'Escape');
		expect(ids).toHaveLength(1);
		await press('n');
		await said('이미 적혀 있던 거예요.');
		expect(ids[1]).toBe(ids[0]);
	});

	test('an answer that never comes is waited for in words, and then given up', async () => {
		await page.route('**/v1/customers/lookup', () => {});
		await find(newPhone());
		await said('답을 기다리고 있어요');
		await said('답이 오지 않았어요.');
	});

	test('a regular is shown with grade, why and what is next, after a night', async () => {
		const phone = newPhone();
		const yesterday = new Date(Date.now() - 86_400_000).toISOString();
		const sale = { id: 'regular', type: 'sale', occurredAt: yesterday, customer: { phone }, total: 650_000 };
		await ask('transactions', sale);
		await own.night();
		await find(phone);
		await page.getByText('끝번호').waitFor();
		const card = await text('#card');
		for (const words of ['가족', '으뜸까지', '550,000', '지난 12개월 650,000원', '이렇게 말해 보세요'])
			expect(card).toContain(words);
		expect(await text('.why')).toContain('650,000원 ≥ 600,000원');
		expect(await page.locator('#points').count(), 'points nobody answered').toBe(0);
		await page.getByRole('button', { name: 'EN' }).click();
		for (const words of ['Family', 'To Best', '₩550,000']) expect(await text('#card')).toContain(words);
	}, 90_000);

	test('points are set aside, paid with, captured; and put back when the customer leaves', async () => {
		const calls: string[] = [];
		let id = '';
		await page.route('**/v1/points/**', async (route) => {
			const { pathname } = new URL(route.request().url());
			const body = route.request().postDataJSON();
			id ||= body.id;
			calls.push(`${pathname.replace('/v1/points/', '').replace(id, 'ID')} ${body.points ?? ''}`.trim());
			await route.fulfill({ json: {} });
		});
		await page.route('**/v1/customers/**', async (route) => {
			const answer = await route.fetch();
			const json = await answer.json();
			const points = { available: 4_820, pending: 0, held: 0, debt: 0, expiring: [{ month: '2026-12', points: 620 }] };
			for (const customer of json.matches ?? [json]) Object.assign(customer, { points });
			await route.fulfill({ json });
		});
		const sent = posts();
		const phone = newPhone();
		await ask('customers', { phone });
		await find(phone);
		await page.getByText('쓸 수 있는 포인트').waitFor();
		expect(await text('#card')).toContain('12월 말 620P 사라짐');
		await press('q', 'p');
		await page.locator('#points').fill('3000');
		await press('Enter');
		await said('포인트를 잡아 뒀어요.');
		expect(await text('.pay')).toContain('1,500');
		await page.locator('#card').focus();
		await press('Enter');
		await said('계산을 장부에 적었어요.');
		expect(sent[0]?.body.tenders).toEqual([
			{ type: 'points', amount: 3_000 },
			{ type: 'card', amount: 1_500 },
		]);
		expect(calls).toEqual(['holds 3000', 'holds/ID/capture 3000']);
		await press('p');
		await page.locator('#points').fill('10');
		await press('Enter');
		await said('포인트를 잡아 뒀어요.');
		await page.locator('#card').focus();
		await press('Escape');
		await page.getByText('손님을 찾으면').waitFor();
		expect(calls.at(-1)).toMatch(/^holds\/.*\/release$/);
	});

	test('a number nobody has is told what enrolling gives', async () => {
		await find(newPhone());
		await page.getByText('처음 보는 번호예요').waitFor();
		const card = await text('#card');
		for (const words of ['지금 등록하면 첫걸음 등급', '등록하시면 오늘부터']) expect(card).toContain(words);
	});

	test('a complaint stops what is offered until it is put right, and is sent in codes', async () => {
		const phone = await enrolled();
		const bodies: unknown[] = [];
		page.on('request', (asked) => asked.url().endsWith('/v1/complaints') && bodies.push(asked.postDataJSON()));
		await complain();
		expect(bodies).toEqual([
			{ id: expect.any(String), customer: expect.any(String), about: 'waiting', severity: 'serious' },
		]);
		await press('Escape');
		await find(phone); // as at another till
		await page.getByText('풀리지 않은 불만이 있어요').waitFor();
		for (const words of ['기다림, 심함', '권하거나 팔지 마세요']) expect(await text('#card')).toContain(words);
		await page.getByRole('button', { name: '풀어 드렸어요' }).click();
		await said('불만이 풀린 것으로 적었어요.');
		expect(await text('#card')).not.toContain('불만이 있어요');
		expect((await ask('customers/lookup', { phone })).matches[0].complaint).toBeUndefined();
	});

	test('nothing is wider than the screen, and axe finds nothing serious', async () => {
		for (const [lang, dark] of [
			['한국어', false],
			['EN', true],
		] as const) {
			await come({ dark });
			await page.getByRole('button', { name: lang }).click();
			await find(newPhone());
			await page.locator('#card button').waitFor();
			await press('g');
			await page.locator('#card .figure').first().waitFor();
			await press('q', 'y');
			await complain();
			for (const width of [360, 768, 1024, 1440, 1920]) {
				await page.setViewportSize({ width, height: 900 });
				const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
				expect(over, `${lang} at ${width}`).toBeLessThanOrEqual(0);
				await page.evaluate(axe);
				const { violations } = await page.evaluate(() =>
					(window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
				);
				expect(
					violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' '))}`),
					`${lang} at ${width}`,
				).toEqual([]);
			}
		}
	}, 120_000);
});
