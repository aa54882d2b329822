import { describe, expect, test } from 'vitest';
import { seeded } from './testing/golden';
import { defaultView, pageNames, readCell, readView, sorts, type View, writeView } from './view';

test('the first page as it comes has a plain URL', () => {
	expect(writeView(defaultView)).toBe('');
	expect(writeView({ ...defaultView, page: 'grades' })).toBe('#/grades');
	expect(readView('')).toEqual(defaultView);
	expect(readView('#/')).toEqual(defaultView);
});

test('any view comes back from its URL', () => {
	const random = seeded(7);
	const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T;
	const texts = ['', 'AtRisk', '놓치면 안 될', 'a&b=c', 'x#y?z', ' + ', '%41', '\'"<>'];
	for (let i = 0; i < 2_000; i++) {
		const view: View = {
			page: pick(pageNames),
			period: pick([7, 28, 91, 364]),
			measure: pick(['people', 'money'] as const),
			sort: pick(sorts),
			list: pick(['', 'quiet', 'near'] as const),
			cell: pick(['', '1-1', '3-4', '5-5'] as const),
			family: pick(['', 'near', 'leaving']),
			search: pick(texts),
			segment: pick(texts),
			grade: pick(texts),
			standing: pick(texts),
			person: pick(texts),
			lang: pick(['ko', 'en'] as const),
			theme: pick(['auto', 'light', 'dark'] as const),
		};
		expect(readView(writeView(view))).toEqual(view);
	}
});

describe('a URL that says nonsense', () => {
	test.each([
		'#/nowhere?lang=fr&theme=pink&period=-3&cell=9&sort=name&measure=x&list=all',
		'#page',
		'#/?period=1.5',
		'#/?cell=0-3',
		'#//?',
	])('%s shows the first page', (hash) => expect(readView(hash)).toEqual(defaultView));
});

test('a cell has two scores', () => {
	expect(readCell('3-4')).toEqual({ r: 3, f: 4 });
	expect(readCell('')).toBeNull();
});
