import { expect, test } from 'vitest';
import { tillText } from '../till/text';
import { messages as dashboard } from './messages';

const messages = { ko: { ...dashboard.ko, till: tillText.ko }, en: { ...dashboard.en, till: tillText.en } };

/** What a text is called with: a string that is a standing-out figure too. */
const figure = Object.assign(new String('7'), { text: '7' });

/** Every text by its path, with functions called on stand-ins and sentences written out. */
function texts(value: unknown, path: string): [string, string][] {
	if (typeof value === 'string' || value instanceof String) return [[path, String(value)]];
	if (typeof value === 'function') return texts(value(...Array(value.length).fill(figure)), path);
	if (Array.isArray(value)) {
		return [[path, value.map((piece) => (typeof piece === 'string' ? piece : piece.text)).join('')]];
	}
	return Object.entries(value as object).flatMap(([key, inner]) => texts(inner, `${path}.${key}`));
}

const hangul = /[가-힣]/;

test('no text is empty, in either language', () => {
	for (const lang of ['ko', 'en'] as const) {
		for (const [path, text] of texts(messages[lang], lang)) expect(text.length, path).toBeGreaterThan(0);
	}
});

test('English texts hold no Hangul', () => {
	for (const [path, text] of texts(messages.en, 'en')) expect(text, path).not.toMatch(hangul);
});

test('Korean sentences are in the friendly form', () => {
	const formal = /(습니다|합니다|입니다|십시오)/;
	for (const [path, text] of texts(messages.ko, 'ko')) expect(text, path).not.toMatch(formal);
});

test('both languages have the same texts', () => {
	const keys = (lang: 'ko' | 'en') => texts(messages[lang], '').map(([path]) => path);
	expect(new Set(keys('en'))).toEqual(new Set(keys('ko')));
});
