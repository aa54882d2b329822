import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
	plugins: [svelte()], // state is kept in .svelte.ts files
	test: {
		include: ['src/**/*.test.ts'],
		environment: 'node',
		// Not the shop's zone, so that a hidden use of local time shows.
		env: { TZ: 'America/Los_Angeles' },
	},
});
