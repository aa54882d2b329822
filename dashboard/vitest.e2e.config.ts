import { defineConfig } from 'vitest/config';

export default defineConfig({
	test: {
		include: ['e2e/**/*.e2e.ts'],
		environment: 'node',
		env: { TZ: 'America/Los_Angeles' },
		testTimeout: 60_000,
		hookTimeout: 60_000,
		expect: { poll: { timeout: 20_000 } }, // as patient as the browser: the machine may be busy
		fileParallelism: false,
	},
});
