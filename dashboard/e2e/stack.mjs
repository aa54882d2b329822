// A whole stack of its own, with a store and its key, for tests that need the
// real answers: the built functions over the emulators.
import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const dangol = join(root, '.local/bin/dangol');

/** Whether `make stack` has been here. */
export const built = existsSync(dangol) && existsSync(join(root, '.local/functions/ingest'));

/** How long a stack may take to start. */
const startMax = 40_000;

/** Starts a stack. It ends, and its data goes, when close() is called. */
export async function stack() {
	const data = mkdtempSync(join(tmpdir(), 'dangol-e2e-'));
	const addr = `127.0.0.1:${await freePort()}`;
	const where = ['--data', data, '--addr', addr];
	const child = spawn(dangol, ['run', '--demo=false', ...where], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
	const ended = new Promise((done) => child.once('exit', done));
	const close = async () => {
		child.kill('SIGINT');
		await ended;
		rmSync(data, { recursive: true, force: true });
	};
	try {
		await said(child, 'Ctrl-C');
		const made = await run(['keys', 'create', '--store', 'main', ...where]);
		const key = made.trim().split('\n').at(-1) ?? '';
		/** What the start screen and the till page are given of a demo shop. */
		const lend = (/** @type {object} */ sample) => writeFileSync(join(data, 'sample.json'), JSON.stringify(sample));
		const token = async () => (await run(['token', ...where])).trim();
		return { url: `http://${addr}/`, key, lend, token, night: () => run(['night', ...where]), close };
	} catch (error) {
		await close();
		throw error;
	}
}

/** @returns {Promise<string>} what a command prints */
function run(/** @type {string[]} */ args) {
	return new Promise((done, fail) =>
		execFile(dangol, args, { cwd: root }, (error, out, told) =>
			error ? fail(new Error(`${error} ${told}`)) : done(out),
		),
	);
}

/** Waits until a command has printed some words. */
function said(/** @type {import('node:child_process').ChildProcess} */ child, /** @type {string} */ words) {
	return new Promise((done, fail) => {
		let text = '';
		const late = setTimeout(() => fail(new Error(`the stack does not start: ${text}`)), startMax);
		const hear = (/** @type {Buffer} */ part) => {
			text += part;
			if (!text.includes(words)) return;
			clearTimeout(late);
			done(null);
		};
		child.stdout?.on('data', hear);
		child.stderr?.on('data', hear);
		child.once('exit', (code) => {
			clearTimeout(late);
			fail(new Error(`the stack ended with ${code}: ${text}`));
		});
	});
}

/** @returns {Promise<number>} */
function freePort() {
	return new Promise((done) => {
		const server = createServer();
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			server.close(() => done(typeof address === 'object' && address ? address.port : 0));
		});
	});
}
