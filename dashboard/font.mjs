// Writes the typeface cut down to what our own texts show: one file of some
// seventy kB where whole parts of it would be several hundred. What it lacks,
// as in a shop's name, the parts of the whole face give (see src/main.ts).
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import subsetFont from 'subset-font';

const src = fileURLToPath(new URL('src/', import.meta.url));
const out = join(src, 'generated/text.woff2');
const list = join(src, 'generated/text.json');

/** What no source of ours spells out: figures, Latin, currencies, days, and the default grades. */
const always =
	[...Array(95).keys()].map((i) => String.fromCharCode(32 + i)).join('') +
	'\u00a0\u2060₩£€¥○년월일화수목금토요으뜸가족친구이웃첫걸음';

/** The policies a shop starts from: their grades and benefits are named on the page. */
const templates = fileURLToPath(new URL('../shared/policy/templates/', import.meta.url));

/** Every character that stands in the sources of the page, and in the templates. */
function characters() {
	const sources = readdirSync(src, { recursive: true, encoding: 'utf8' })
		.filter((name) => /\.(ts|svelte)$/.test(name) && !/\.test\.ts$|^generated|^testing/.test(name))
		.map((name) => readFileSync(join(src, name), 'utf8'));
	for (const name of readdirSync(templates)) sources.push(readFileSync(join(templates, name), 'utf8'));
	const all = new Set(always + sources.join(''));
	return [...all]
		.filter((c) => c >= ' ')
		.sort()
		.join('');
}

const require = createRequire(import.meta.url);
const folder = dirname(require.resolve('pretendard/package.json'));
const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
const wanted = JSON.stringify({ version, characters: characters() });
if (!existsSync(out) || !existsSync(list) || readFileSync(list, 'utf8') !== wanted) {
	const whole = readFileSync(join(folder, 'dist/web/variable/woff2/PretendardVariable.woff2'));
	const font = await subsetFont(whole, JSON.parse(wanted).characters, {
		targetFormat: 'woff2',
		variationAxes: { wght: { min: 400, max: 750 } },
		keepFeatures: ['calt', 'ccmp', 'kern', 'liga', 'locl', 'tnum'],
	});
	mkdirSync(dirname(out), { recursive: true });
	writeFileSync(out, font);
	writeFileSync(list, wanted);
	console.log(`font: ${font.length} bytes for ${[...JSON.parse(wanted).characters].length} characters`);
}
