/** One call, as it is listed on the page: no key, and no number of a customer. */
export interface Call {
	method: 'GET' | 'POST';
	path: string;
	body?: unknown;
}

export interface Reply {
	/** 0 when no answer came. */
	status: number;
	body: unknown;
	/** An answer to what had been sent before. */
	replayed: boolean;
	milliseconds: number;
}

/** What a till knows that its shop does not: the key it was given, in memory alone. */
export interface Shop {
	key: string;
	currency: string;
	/** An invented regular of a demo shop, to begin with. */
	phone: string;
}

/** How long an answer is waited for, with a customer at the till: the same call once more tells what became of it. */
const patience = 10_000;

/** Asks the API. Never throws: no answer is one too, and what it means is the till's to say. */
export async function ask(key: string, { method, path, body }: Call): Promise<Reply> {
	const began = performance.now();
	const reply = (status: number, answer: unknown, replayed = false): Reply => ({
		status,
		body: answer,
		replayed,
		milliseconds: performance.now() - began,
	});
	try {
		const answer = await fetch(path, {
			method,
			headers: {
				authorization: `Bearer ${key}`,
				...(body === undefined ? {} : { 'content-type': 'application/json' }),
			},
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
			signal: AbortSignal.timeout(patience),
			cache: 'no-store',
			credentials: 'omit',
		});
		const replayed = answer.headers.get('idempotent-replayed') === 'true';
		return reply(answer.status, await answer.json().catch(() => null), replayed);
	} catch {
		return reply(0, null);
	}
}

/** The code of a problem, or the status of an answer that is none. */
export function codeOf({ status, body }: Reply): string {
	const code = (body as { code?: unknown } | null)?.code;
	return typeof code === 'string' ? code : String(status);
}

/** Asking again may help: no answer came, or one that says so. */
export const mayHelp = ({ status }: Reply) => status === 0 || status === 429 || status >= 500;

/** What the stack on this machine lends: the key of its demo shop. Elsewhere nobody lends one. */
export async function lentShop(): Promise<Shop | undefined> {
	try {
		const answer = await fetch('/_local/till', { method: 'POST', cache: 'no-store' });
		if (!answer.ok) return undefined;
		const lent = await answer.json();
		if (typeof lent?.key !== 'string' || lent.key === '') return undefined;
		return { key: lent.key, currency: lent.currency || 'KRW', phone: String(lent.phone ?? '') };
	} catch {
		return undefined;
	}
}
