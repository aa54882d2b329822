import { expect, test } from 'vitest';
import { golden } from '../testing/golden';
import { retentionText } from './retention';
import { worthText } from './worth';

// Texts that come with their page, and so are not among the messages.

/** Every text by its path, with functions called on stand-ins. */
function texts(value: unknown, path: string): [string, string][] {
	if (typeof value === 'string') return [[path, value]];
	if (typeof value === 'function') return texts(value(...Array(value.length).fill('7')), path);
	if (Array.isArray(value)) return [[path, value.map((p) => (typeof p === 'string' ? p : (p?.text ?? ''))).join('')]];
	return Object.entries(value as object).flatMap(([key, inner]) => texts(inner, `${path}.${key}`));
}

test.each([
	['retention', retentionText],
	['worth', worthText],
])('%s speaks both languages', (_, text) => {
	const paths = (lang: 'ko' | 'en') => texts(text[lang], '').map(([path]) => path);
	expect(new Set(paths('en'))).toEqual(new Set(paths('ko')));
	for (const [path, said] of texts(text.en, 'en')) expect(said, path).not.toMatch(/[가-힣]/);
	for (const [path, said] of texts(text.ko, 'ko')) {
		expect(said.length, path).toBeGreaterThan(0);
		expect(said, path).not.toMatch(/(습니다|합니다|입니다|십시오)/);
	}
});

test('every stage, step and criterion of the report has a name', () => {
	const { ko } = retentionText;
	const doc = golden.retention();
	for (const row of doc.stages) expect(ko.stages.names[row.stage], row.stage).toBeDefined();
	for (const step of doc.funnel)
		expect(step.name === 'lasting' ? ko.funnel.lasting : ko.funnel.names[step.name], step.name).toBeDefined();
	for (const c of doc.readiness.criteria) expect(ko.readiness.names[c.name], c.name).toBeDefined();
});
