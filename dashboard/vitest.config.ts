import { defineConfig } from 'vitest/config';

export default defineConfig({
	test: {
		include: ['src/**/*.test.ts'],
		environment: 'node',
		// Not the shop's zone, so that a hidden use of local time shows.
		env: { TZ: 'America/Los_Angeles' },
	},
});
