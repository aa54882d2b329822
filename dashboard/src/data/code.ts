import type { Component } from 'svelte';
import { later } from '../later';
import { LoadError } from './error';
import { Resource } from './report.svelte';

/** A part of our own script, fetched once somebody needs it: no page carries the others. */
export function code<Props extends Record<string, unknown>>(
	load: () => Promise<{ default: Component<Props> }>,
): Resource<Component<Props>> {
	return new Resource('page', async () => {
		// The frame around it is drawn first.
		await new Promise<void>((turn) => later(turn));
		const part = await load().catch(() => {
			throw new LoadError('unreachable', 'page', 'script');
		});
		return part.default;
	});
}
