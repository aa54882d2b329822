import { expect, test } from 'vitest';
import { bold, glued } from './piece';

test('a particle stays with the sign before it, inside a text and behind a figure', () => {
	expect(glued('매출의 80%는', undefined)).toBe('매출의 80%\u2060는');
	expect(glued('(400명)가 회원', undefined)).toBe('(400명)\u2060가 회원');
	expect(glued('를 만들었어요', bold('77%'))).toBe('\u2060를 만들었어요');
	expect(glued(' of sales', bold('77%'))).toBe(' of sales');
	expect(glued('을 팔았어요', bold('39만 원'))).toBe('을 팔았어요');
});
