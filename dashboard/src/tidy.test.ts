import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

/** Our own rules, which no linter knows. */
const root = fileURLToPath(new URL('.', import.meta.url));
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
	.filter((name) => /\.(ts|svelte)$/.test(name) && !name.startsWith('generated'))
	.map((name) => ({ name, text: readFileSync(root + name, 'utf8') }));
const shipped = files.filter(({ name }) => !/\.test\.ts$|^testing\//.test(name));

/** A function may have this many lines. */
const linesMax = 70;

function script({ name, text }: { name: string; text: string }): string {
	return name.endsWith('.svelte') ? (/<script[^>]*>([\s\S]*?)<\/script>/.exec(text)?.[1] ?? '') : text;
}

/** The imports that are still there when the page runs. */
function imports(file: { name: string; text: string }): string[] {
	const source = ts.createSourceFile(file.name, script(file), ts.ScriptTarget.Latest);
	return source.statements
		.filter((s) => ts.isImportDeclaration(s))
		.filter((s) => s.importClause?.phaseModifier !== ts.SyntaxKind.TypeKeyword)
		.map((s) => (s.moduleSpecifier as ts.StringLiteral).text);
}

const who = (holds: (file: (typeof files)[number]) => boolean) => shipped.filter(holds).map((f) => f.name);

describe('only one file', () => {
	test('imports the chart library', () => {
		expect(who((f) => imports(f).some((i) => i.startsWith('echarts')))).toEqual(['charts/chart.svelte.ts']);
	});

	test('and its component draw the charts of the page', () => {
		expect(who((f) => imports(f).some((i) => i.endsWith('chart.svelte')))).toEqual([]);
		expect(who((f) => f.text.includes("import('../charts/chart.svelte')"))).toEqual(['parts/Chart.svelte']);
	});
});

test('numbers and days are formatted in format/ alone', () => {
	const formats = who((f) => /\bIntl\.|toLocale|\.toFixed\(/.test(script(f)) && !f.name.startsWith('format/'));
	expect(formats).toEqual([]);
});

test('nothing reads the clock but the app, to compare it with the report, and the till', () => {
	expect(who((f) => /new Date\(\)|Date\.now\(/.test(script(f)))).toEqual(['app.svelte.ts', 'till/clock.ts']);
});

test('effects are left to the chart', () => {
	expect(who((f) => script(f).includes('$effect('))).toEqual(['charts/chart.svelte.ts']);
});

test('no component sets a style in its markup, which the policy of the page forbids', () => {
	expect(who((f) => f.name.endsWith('.svelte') && /<[a-z][^>]*\sstyle="/.test(f.text))).toEqual([]);
});

test.each(files)('$name has functions one can read at once', (file) => {
	const source = ts.createSourceFile(file.name, script(file), ts.ScriptTarget.Latest, true);
	const visit = (node: ts.Node) => {
		if (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node) || ts.isFunctionExpression(node)) {
			const line = (at: number) => source.getLineAndCharacterOfPosition(at).line;
			const lines = line(node.end) - line(node.getStart()) + 1;
			expect(lines, `${file.name}: ${node.name?.getText() ?? 'function'}`).toBeLessThanOrEqual(linesMax);
		}
		ts.forEachChild(node, visit);
	};
	visit(source);
});
