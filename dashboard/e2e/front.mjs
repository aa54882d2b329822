// What stands before the page on AWS and not on this machine: a front that
// compresses and keeps what does not change, as template.yaml asks of CloudFront. It
// weighs what it sends.
import { createServer, request } from 'node:http';
import { gzipSync } from 'node:zlib';

const compressible = /^(text\/|image\/svg|application\/(json|javascript))/;

/**
 * Serves what another server serves, compressed where that has not, until
 * close() is called. `sent` has the bytes of every body sent, by path.
 * @param {string} url
 */
export async function front(url) {
	const { hostname, port } = new URL(url);
	/** @type {[string, number][]} */
	const sent = [];
	/** @type {Map<string, { head: object, body: Buffer }>} */
	const kept = new Map();
	const server = createServer((asked, answer) => {
		const { url: path = '', method, headers } = asked;
		const send = (/** @type {number} */ status, /** @type {object} */ head, /** @type {Buffer} */ body) => {
			answer.writeHead(status, { ...head, 'content-length': body.length });
			answer.end(body);
			sent.push([path, body.length]);
		};
		const known = kept.get(path);
		if (known) return send(200, known.head, known.body);
		const onward = request({ hostname, port, path, method, headers }, (from) => {
			/** @type {Buffer[]} */
			const parts = [];
			from.on('data', (part) => parts.push(part));
			from.on('end', () => {
				const whole = Buffer.concat(parts);
				const bare = from.statusCode === 200 && from.headers['content-encoding'] === undefined;
				const zip = bare && compressible.test(from.headers['content-type'] ?? '');
				const body = zip ? gzipSync(whole) : whole;
				const head = { ...from.headers, ...(zip ? { 'content-encoding': 'gzip' } : {}) };
				if (from.statusCode === 200 && from.headers['cache-control']?.includes('immutable'))
					kept.set(path, { head, body });
				send(from.statusCode ?? 502, head, body);
			});
		});
		onward.on('error', () => answer.writeHead(502).end());
		asked.pipe(onward);
	});
	await new Promise((ready) => server.listen(0, '127.0.0.1', () => ready(null)));
	const address = server.address();
	return {
		url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`,
		sent,
		close: () => {
			server.closeAllConnections();
			server.close();
		},
	};
}
