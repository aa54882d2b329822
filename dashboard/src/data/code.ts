import type { Component } from 'svelte';
import { later } from '../later';
import { LoadError } from './error';
import { Resource } from './report.svelte';

/** A part of our own script, fetched once somebody needs it: no page carries the others. */
export function code<Props extends Record<string, unknown>>(
	load: () => Promise<{ default: Component<Props> }>,
): Resource<Component<Props>> {
	return new Resource('page', async () => {
		const coming = load().catch(() => {
			throw new LoadError('unreachable', 'page', 'script');
		});
		// The frame around it is drawn while it comes.
		const [part] = await Promise.all([coming, new Promise<void>((turn) => later(turn))]);
		return part.default;
	});
}
