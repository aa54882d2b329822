import { expect, test } from 'vitest';
import { keyOf, meaning } from './keys';
import { products } from './sale';

const press = (code: string, key: string, more = {}) =>
	meaning({ code, key, shiftKey: false, ctrlKey: false, altKey: false, metaKey: false, ...more });

test('no key means two things', () => {
	const codes = [...Object.values(keyOf).map((k) => k.code), ...products.map((p) => p.code)];
	expect(new Set(codes).size).toBe(codes.length);
});

test('a product is added by its place on the keyboard, with Hangul on too, and taken out with Shift', () => {
	expect(press('KeyQ', 'q')).toEqual({ sku: 'AMERICANO', by: 1 });
	expect(press('KeyQ', 'ㅂ')).toEqual({ sku: 'AMERICANO', by: 1 });
	expect(press('KeyQ', 'ㅃ', { shiftKey: true })).toEqual({ sku: 'AMERICANO', by: -1 });
});

test('digits are a number, from both blocks of keys', () => {
	expect(press('Digit7', '7')).toEqual({ digit: '7' });
	expect(press('Numpad7', '7')).toEqual({ digit: '7' });
	expect(press('Digit7', '&', { shiftKey: true })).toBeUndefined();
});

test('both enter keys ring up; held down, they do so once', () => {
	expect(press('Enter', 'Enter')).toEqual({ action: 'ring' });
	expect(press('NumpadEnter', 'Enter')).toEqual({ action: 'ring' });
	expect(press('Enter', 'Enter', { repeat: true })).toBeUndefined();
});

test.each(['ctrlKey', 'altKey', 'metaKey', 'isComposing'])('with %s a key is not ours', (name) => {
	expect(press('KeyV', 'v', { [name]: true })).toBeUndefined();
	expect(press('KeyQ', 'q', { [name]: true })).toBeUndefined();
});

test('other keys mean nothing', () => {
	expect(press('Tab', 'Tab')).toBeUndefined();
	expect(press('KeyX', 'x')).toBeUndefined();
});
