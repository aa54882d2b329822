import { type Cause, LoadError } from './error';
import type { ReportFile } from './types';

const pointerURL = '/data/latest.json';

/** Reads the pointer, which is never cached. */
export async function fetchPointer(): Promise<unknown> {
	const answer = await get(pointerURL, 'latest.json', 'no-cache');
	return readJSON(await answer.arrayBuffer(), 'latest.json');
}

/**
 * Reads one object and holds it against the hash the pointer gives. `again`
 * goes past the browser's cache, where a broken copy may lie.
 */
export async function fetchFile(name: string, file: ReportFile, again: boolean): Promise<ArrayBuffer> {
	const answer = await get(`/data/${file.key}`, name, again ? 'reload' : 'default');
	const bytes = await answer.arrayBuffer().catch(() => {
		throw new LoadError('unreachable', name, 'body');
	});
	if (bytes.byteLength !== file.bytes) {
		throw new LoadError('corrupt', name, `${bytes.byteLength} ≠ ${file.bytes} bytes`);
	}
	const hash = await sha256(bytes);
	if (hash !== null && hash !== file.sha256) throw new LoadError('corrupt', name, `sha256 ${hash.slice(0, 8)}…`);
	return bytes;
}

export function readJSON(bytes: ArrayBuffer, name: string): unknown {
	try {
		return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
	} catch {
		throw new LoadError('unreadable', name, 'JSON');
	}
}

async function get(url: string, name: string, cache: RequestCache): Promise<Response> {
	const answer = await fetch(url, { cache }).catch(() => {
		throw new LoadError('unreachable', name, 'network');
	});
	if (!answer.ok) throw new LoadError(causeOf(answer.status), name, String(answer.status));
	return answer;
}

function causeOf(status: number): Cause {
	if (status === 404 || status === 410) return 'missing';
	return status === 401 || status === 403 ? 'refused' : 'broken';
}

/** Null where the browser does not offer it: pages that came over plain http. */
async function sha256(bytes: ArrayBuffer): Promise<string | null> {
	if (!globalThis.crypto?.subtle) return null;
	const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
	return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
