import { afterEach, expect, test, vi } from 'vitest';
import { ask } from './api';

afterEach(() => {
	vi.unstubAllGlobals();
	vi.restoreAllMocks();
});

test('an answer that does not come is not waited for', async () => {
	vi.stubGlobal(
		'fetch',
		(_: string, { signal }: { signal: AbortSignal }) =>
			new Promise((_, fail) => signal.addEventListener('abort', () => fail(signal.reason))),
	);
	const timeout = AbortSignal.timeout.bind(AbortSignal);
	const waited = vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => timeout(1));
	expect(await ask('k', { method: 'GET', path: '/v1/customers/c1' })).toMatchObject({ status: 0, body: null });
	expect(waited).toHaveBeenCalledExactlyOnceWith(10_000);
});
