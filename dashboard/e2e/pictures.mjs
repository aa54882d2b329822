// Writes a picture of every page at each width, in both themes and languages.
// Usage: npm run pictures [-- folder [filter]]. DANGOL_URL takes a running stack instead.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { executable, launch, open, scrolled, settled } from './browser.mjs';
import { goldenDocuments, report, serve } from './server.mjs';

const folder = process.argv[2] ?? '.local/pictures';
const only = process.argv[3] ?? '';
const pages = {
	overview: '',
	segments: 'segments?cell=3-4',
	grades: 'grades',
	customers: 'customers?list=quiet',
	value: 'value',
	retention: 'retention',
};

if (!executable) {
	console.error('pictures: no Chromium found; install one or name it in CHROMIUM');
	process.exit(1);
}
mkdirSync(folder, { recursive: true });
const stack = process.env.DANGOL_URL;
const server = stack ? undefined : await serve(report(goldenDocuments()));
const url = stack ?? server?.url ?? '';
const browser = await launch();
try {
	for (const width of [360, 768, 1440, 1920, 2560]) {
		for (const theme of ['light', 'dark']) {
			const page = await open(browser, { width, dark: theme === 'dark', ...(stack ? { now: new Date() } : {}) });
			for (const lang of ['ko', 'en']) {
				for (const [name, path] of Object.entries(pages)) {
					const file = `${name}-${width}-${theme}-${lang}.png`;
					if (!file.match(only)) continue;
					const joint = path.includes('?') ? '&' : '?';
					await page.goto('about:blank');
					await page.goto(`${url}#/${path}${lang === 'en' ? `${joint}lang=en` : ''}`);
					await settled(page);
					if (name === 'customers') await page.locator('.left li a').first().dispatchEvent('click');
					await scrolled(page);
					await page.screenshot({ path: join(folder, file), fullPage: true });
				}
				await page.evaluate(() => localStorage.clear()).catch(() => {});
			}
			await page.context().close();
		}
	}
} finally {
	await browser.close();
	await server?.close();
}
console.log(`pictures: in ${folder}`);
