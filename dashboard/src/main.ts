import './font.css';
import './theme.css';
import './base.css';
import './print.css';
import { mount } from 'svelte';
import { App } from './app.svelte';
import { fetchOtherCharacters } from './font';
import Shell from './Shell.svelte';

new Worker(new URL('./format/warm.ts', import.meta.url), { type: 'module' });

const target = document.getElementById('app');
if (!target) throw new Error('the page has no place for the app');
// In tasks of their own: a phone has just read all the script above.
setTimeout(() => {
	const app = new App();
	setTimeout(() => {
		target.replaceChildren();
		mount(Shell, { target, props: { app } });
	});
});

fetchOtherCharacters();
