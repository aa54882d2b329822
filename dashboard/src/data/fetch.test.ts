import { createHash } from 'node:crypto';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { fetchFile, fetchPointer } from './fetch';

const body = new TextEncoder().encode('{"a":1}');
const file = { key: 'reports/a.json', sha256: createHash('sha256').update(body).digest('hex'), bytes: body.length };

function answer(response: () => Response | Promise<Response>) {
	const fake = vi.fn(async () => response());
	vi.stubGlobal('fetch', fake);
	return fake;
}

afterEach(() => vi.unstubAllGlobals());

describe('a file of the report', () => {
	test('is handed on when its bytes are those the pointer names', async () => {
		answer(() => new Response(body));
		expect(new Uint8Array(await fetchFile('a.json', file, false))).toEqual(body);
	});

	test('is corrupt when a bit is turned', async () => {
		const turned = body.slice();
		turned[5] = 0x32;
		answer(() => new Response(turned));
		await expect(fetchFile('a.json', file, false)).rejects.toMatchObject({ why: 'corrupt', file: 'a.json' });
	});

	test('is corrupt when it is cut short, even where no hash can be computed', async () => {
		vi.stubGlobal('crypto', {});
		answer(() => new Response(body.slice(0, 3)));
		await expect(fetchFile('a.json', file, false)).rejects.toMatchObject({ why: 'corrupt', code: '3 ≠ 7 bytes' });
	});

	test.each([
		[404, 'missing'],
		[403, 'refused'],
		[503, 'broken'],
	])('says of status %i that it is %s', async (status, why) => {
		answer(() => new Response('', { status }));
		await expect(fetchFile('a.json', file, false)).rejects.toMatchObject({ why, code: String(status) });
	});

	test('is unreachable when nobody answers', async () => {
		answer(() => Promise.reject(new TypeError('offline')));
		await expect(fetchFile('a.json', file, false)).rejects.toMatchObject({ why: 'unreachable' });
	});

	test('is read past the cache when it is read again', async () => {
		const fake = answer(() => new Response(body));
		await fetchFile('a.json', file, true);
		expect(fake).toHaveBeenCalledWith('/data/reports/a.json', { cache: 'reload' });
	});
});

test('a pointer that is no JSON is unreadable', async () => {
	answer(() => new Response('<!doctype html>'));
	await expect(fetchPointer()).rejects.toMatchObject({ why: 'unreadable', file: 'latest.json' });
});
