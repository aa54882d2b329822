// A tiny static server: the built dashboard, and a report at /data.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
export const dist = join(here, '../dist');
const reports = join(here, '../../shared/report/testdata');

/** @type {Record<string, string>} */
const types = {
	'.html': 'text/html; charset=utf-8',
	'.js': 'text/javascript; charset=utf-8',
	'.css': 'text/css; charset=utf-8',
	'.svg': 'image/svg+xml',
	'.woff2': 'font/woff2',
	'.json': 'application/json',
};

/**
 * A report as a server sees it: paths under /data/ and their bytes.
 * @typedef {Map<string, Buffer>} Files
 */

/**
 * Builds a report from documents: hashes them and writes the pointer.
 * @param {Record<string, object | Buffer>} documents by file name
 * @param {{asOf?: string, version?: number}} [about]
 * @returns {Files}
 */
export function report(documents, about = {}) {
	const asOf = about.asOf ?? '2026-11-21';
	const version = about.version ?? 2;
	const folder = `reports/all/${asOf}/v${version}`;
	/** @type {Files} */
	const files = new Map();
	/** @type {Record<string, object>} */
	const named = {};
	for (const [name, document] of Object.entries(documents)) {
		const bytes = Buffer.isBuffer(document) ? document : Buffer.from(JSON.stringify(document));
		const key = `${folder}/${name}`;
		files.set(key, bytes);
		named[name] = { key, sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length };
	}
	const pointer = {
		version,
		asOf,
		manifest: 'm',
		inputs: 'i',
		scopes: { all: { report: folder, files: named } },
		history: [{ version, asOf, report: folder }],
	};
	files.set('latest.json', Buffer.from(JSON.stringify(pointer)));
	return files;
}

/**
 * The documents of a report the night published: 'golden', of a shop in full
 * swing; 'new', of one that never sold anything; 'small', of 24 customers.
 */
export function goldenDocuments(name = 'golden') {
	const bytes = (/** @type {string} */ file) => readFileSync(join(reports, name, file));
	const json = (/** @type {string} */ file) => JSON.parse(bytes(file).toString());
	return {
		'overview.json': json('overview.json'),
		'segments.json': json('segments.json'),
		'grades.json': json('grades.json'),
		'value.json': json('value.json'),
		'retention.json': json('retention.json'),
		'customers.parquet': bytes('customers.parquet'),
	};
}

/**
 * Serves until close() is called. `files` may be replaced at any time.
 * @param {Files} files
 */
export async function serve(files) {
	const state = { files, requests: /** @type {string[]} */ ([]) };
	const server = createServer((request, response) => {
		const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname));
		state.requests.push(path);
		if (path.startsWith('/data/')) {
			const bytes = state.files.get(path.slice('/data/'.length));
			response.writeHead(bytes ? 200 : 404, {
				'cache-control': 'no-store',
				'content-type': types[extname(path)] ?? 'application/octet-stream',
			});
			response.end(bytes);
			return;
		}
		try {
			const file = path === '/' ? 'index.html' : path.slice(1);
			const bytes = readFileSync(join(dist, file));
			response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' });
			response.end(bytes);
		} catch {
			response.writeHead(404).end();
		}
	});
	await new Promise((ready) => server.listen(0, '127.0.0.1', () => ready(null)));
	const address = server.address();
	const port = typeof address === 'object' && address ? address.port : 0;
	return {
		url: `http://127.0.0.1:${port}/`,
		state,
		close: () =>
			new Promise((done) => {
				server.closeAllConnections();
				server.close(done);
			}),
	};
}
