import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';

// In development the report comes from a running stack.
const stack = process.env.DANGOL_URL ?? 'http://127.0.0.1:8787';

/** The development server writes styles into the page, which the policy of the shipped page forbids. */
const withoutPolicy: Plugin = {
	name: 'without-policy',
	apply: 'serve',
	transformIndexHtml: (html) => html.replace(/<meta\s+http-equiv="Content-Security-Policy"[^>]*>/, ''),
};

export default defineConfig({
	plugins: [svelte(), withoutPolicy],
	server: { host: '127.0.0.1', proxy: { '/data': stack } },
	build: {
		target: 'es2022',
		// light-dark() is left as it is written.
		cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
		assetsInlineLimit: 0,
		modulePreload: { polyfill: false },
		rolldownOptions: {
			output: {
				codeSplitting: {
					// What pages share is one file: on a phone each file is a way of its own.
					groups: [{ name: 'parts', test: /src\/(parts|model|charts\/(sketch|common|paint))/, minShareCount: 2 }],
				},
			},
		},
	},
});
