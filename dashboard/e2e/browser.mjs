// Chromium, when there is one.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const places = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
export const executable = places.find((p) => p !== undefined && existsSync(p));

/** The golden report is read on the morning it is for. */
export const goldenMorning = new Date('2026-11-21T09:00:00+09:00');

export function launch() {
	return chromium.launch({
		executablePath: executable,
		headless: true,
		args: [
			'--no-sandbox',
			'--disable-gpu',
			'--disable-quic',
			'--no-first-run',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync',
			'--font-render-hinting=none',
		],
	});
}

/**
 * A page at a width, with the clock standing at an instant.
 * @param {import('playwright-core').Browser} browser
 * @param {{width?: number, height?: number, dark?: boolean, now?: Date}} [options]
 */
export async function open(browser, { width = 1440, height = 900, dark = false, now = goldenMorning } = {}) {
	const context = await browser.newContext({
		viewport: { width, height },
		colorScheme: dark ? 'dark' : 'light',
		hasTouch: width < 600,
		timezoneId: 'America/Los_Angeles',
		acceptDownloads: true,
	});
	const page = await context.newPage();
	await page.clock.setFixedTime(now);
	return page;
}

/**
 * Waits until the page has its data, its fonts and its charts.
 * @param {import('playwright-core').Page} page
 */
export async function settled(page) {
	await page.waitForLoadState('networkidle');
	await page.evaluate(() => document.fonts.ready.then(() => null));
	await page.waitForFunction(() => !document.querySelector('.later'));
	await page.waitForTimeout(120);
}

/**
 * Reads the page to its end and comes back: what is made when it is nearly in sight is there.
 * @param {import('playwright-core').Page} page
 */
export async function scrolled(page) {
	await page.evaluate(async () => {
		for (let y = 0; y < document.body.scrollHeight; y += innerHeight / 2) {
			scrollTo(0, y);
			await new Promise((frame) => requestAnimationFrame(frame));
		}
	});
	await settled(page);
	await page.evaluate(() => scrollTo(0, 0));
	await page.waitForTimeout(60);
}
