import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { later } from './later';

let frames: (() => void)[] = [];

/** A frame, and what follows it at once. */
function frame() {
	for (const draw of frames.splice(0)) draw();
	vi.advanceTimersByTime(0);
}

beforeEach(() => {
	frames = [];
	vi.useFakeTimers();
	vi.stubGlobal('requestAnimationFrame', (draw: () => void) => frames.push(draw));
	vi.stubGlobal('cancelAnimationFrame', (id: number) => frames.splice(id - 1, 1));
});

afterEach(() => {
	vi.runAllTimers();
	vi.unstubAllGlobals();
	vi.useRealTimers();
});

test('one piece is done in each frame, in the order they came', () => {
	const done: string[] = [];
	later(() => done.push('a'));
	later(() => {
		done.push('b');
		later(() => done.push('d'));
	});
	later(() => done.push('c'));
	expect(done).toEqual([]);
	for (const so of ['a', 'ab', 'abc', 'abcd', 'abcd']) {
		frame();
		expect(done.join('')).toBe(so);
	}
});

test('what is taken back is not done, and what comes after it is still one a frame', () => {
	const done: string[] = [];
	later(() => done.push('a'))();
	later(() => done.push('b'));
	later(() => done.push('c'));
	frame();
	expect(done).toEqual(['b']);
	frame();
	expect(done).toEqual(['b', 'c']);
});

test('where no frames come, as in a tab behind others, it is done all the same', () => {
	const done: string[] = [];
	later(() => done.push('a'));
	later(() => done.push('b'));
	vi.advanceTimersByTime(499);
	expect(done).toEqual([]);
	vi.advanceTimersByTime(1);
	expect(done).toEqual(['a']);
	vi.advanceTimersByTime(500);
	expect(done).toEqual(['a', 'b']);
});

test('a piece that fails keeps nothing else waiting', () => {
	const done: string[] = [];
	later(() => {
		throw new Error('broken');
	});
	later(() => done.push('b'));
	expect(frame).toThrow('broken');
	frame();
	expect(done).toEqual(['b']);
});
