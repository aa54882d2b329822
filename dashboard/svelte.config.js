/** @type {import('@sveltejs/vite-plugin-svelte').SvelteConfig} */
export default {
	// Pieces are made of elements and not parsed from text: on a phone that takes less.
	compilerOptions: { runes: true, fragments: 'tree' },
};
