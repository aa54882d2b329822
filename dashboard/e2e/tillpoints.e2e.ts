import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { executable, launch, open } from './browser.mjs';
import { built, stack } from './stack.mjs';

// Points at the till page over a real stack whose policy, put there by a
// manager, gives some: nothing is laid over any answer.

describe.skipIf(!executable || !built)('points at the till', () => {
	let browser: Browser;
	let own: Awaited<ReturnType<typeof stack>>;
	let page: Page;
	const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Seoul' }).format(new Date());
	/** Noon: in the small hours the business day is still yesterday, when there were no points. */
	const noon = new Date(`${today}T12:00:00+09:00`);

	beforeAll(async () => {
		browser = await launch();
		own = await stack();
		own.lend({ key: own.key, phone: '', currency: 'KRW' });
		const token = await own.token();
		const desk = (method: string, body?: object) =>
			fetch(`${own.url}v1/desk/policy`, {
				method,
				headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
				...(body && { body: JSON.stringify(body) }),
			});
		const { policy } = await (await desk('GET')).json();
		const points = { rate: { points: 1, per: 100 }, expiryMonths: 12, minimum: 100, step: 100 };
		const put = await desk('PUT', { ...policy, version: policy.version + 1, effective: today, points });
		expect(put.status, await put.text()).toBe(200);
		page = await open(browser, { now: noon });
		await page.goto(`${own.url}till.html`);
	}, 90_000);
	afterAll(async () => {
		await browser?.close();
		await own?.close();
	});

	async function ask(path: string, body?: object) {
		const answer = await fetch(`${own.url}v1/${path}`, {
			method: body ? 'POST' : 'GET',
			headers: { authorization: `Bearer ${own.key}`, 'content-type': 'application/json' },
			...(body && { body: JSON.stringify(body) }),
		});
		return answer.json();
	}
	const said = (words: string) => page.getByRole('status').getByText(words).waitFor();
	const points = async (id: string) => (await ask(`customers/${id}`)).points;
	const press = async (...keys: string[]) => {
		for (const key of keys) await page.keyboard.press(key);
	};

	test('what was earned is looked up, held, captured, and then there is less', async () => {
		const phone = '010-5555-7000';
		const occurredAt = noon.toISOString();
		const sold = await ask('transactions', {
			id: 'first',
			type: 'sale',
			occurredAt,
			customer: { phone },
			total: 200_000,
		});
		expect(sold.points).toMatchObject({ earned: 2_000, available: 2_000 });
		await page.locator('#number').fill(phone);
		await press('Enter');
		await page.getByText('쓸 수 있는 포인트').waitFor();
		expect(await page.locator('#card').innerText()).toContain('2,000');
		await press('q', 'p');
		await page.locator('#points').fill('500');
		await press('Enter');
		await said('포인트를 잡아 뒀어요.');
		expect(await points(sold.customerId)).toMatchObject({ available: 1_500, held: 500 });
		await page.locator('#card').focus();
		await press('Enter');
		await said('계산을 장부에 적었어요.');
		// 4,500 won, of which points paid 500, earn 40.
		expect(await points(sold.customerId)).toMatchObject({ available: 1_540, held: 0 });
		await expect.poll(() => page.locator('#card').innerText()).toContain('1,540');
	}, 60_000);

	test('what is held goes back when the customer leaves, and too much is refused', async () => {
		const phone = '010-5555-7001';
		const sale = {
			id: 'other',
			type: 'sale',
			occurredAt: noon.toISOString(),
			customer: { phone },
			total: 30_000,
		};
		const sold = await ask('transactions', sale);
		await press('Escape');
		await page.locator('#number').fill(phone);
		await press('Enter');
		await page.getByText('쓸 수 있는 포인트').waitFor();
		await press('w', 'p');
		await page.locator('#points').fill('300');
		await press('Enter');
		await said('포인트를 잡아 뒀어요.');
		expect(await points(sold.customerId)).toMatchObject({ available: 0, held: 300 });
		await page.locator('#card').focus();
		await press('Escape');
		await page.getByText('손님을 찾으면').waitFor();
		await expect.poll(() => points(sold.customerId)).toMatchObject({ available: 300, held: 0 });
		const refused = await ask('points/holds', { id: 'h1', customer: sold.customerId, points: 400 });
		expect(refused.code).toBe('insufficient_points');
	}, 60_000);
});
