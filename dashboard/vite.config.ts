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
	server: { host: '127.0.0.1', proxy: { '/data': stack, '/v1': stack, '/_local': stack } },
	build: {
		target: 'es2022',
		// light-dark() is left as it is written.
		cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
		assetsInlineLimit: 0,
		modulePreload: { polyfill: false },
		rolldownOptions: {
			// The till is an entry of its own: the dashboard carries none of it.
			input: ['index.html', 'till.html'],
			output: {
				codeSplitting: {
					// What pages share is one file, and what the till needs of it another: on a
					// phone each file is a way of its own.
					groups: [
						{
							name: 'base',
							test: /node_modules\/svelte|src\/(format|scheme|view|preferences)|parts\/(Fig|StepMark)/,
							priority: 2,
						},
						{ name: 'parts', test: /src\/(parts|model|charts\/(sketch|common|paint))/, minShareCount: 2 },
					],
				},
			},
		},
	},
});
