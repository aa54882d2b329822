import { flushSync } from 'svelte';
import type { Theme } from './view';

/** Whether the page is dark now: by the reader's choice, else the system's. */
class Scheme {
	#system = matchMedia('(prefers-color-scheme: dark)');
	#systemDark = $state(this.#system.matches);
	#theme = $state<Theme>('auto');
	#printing = $state(false);

	constructor() {
		this.#system.addEventListener('change', (e) => {
			this.#systemDark = e.matches;
		});
		// Paper is light; what is painted on canvases must be painted before it is printed.
		addEventListener('beforeprint', () => flushSync(() => this.#print(true)));
		addEventListener('afterprint', () => this.#print(false));
	}

	#print(on: boolean): void {
		this.#printing = on;
	}

	/** Whether the page is being put on paper. */
	get printing(): boolean {
		return this.#printing;
	}

	/** What canvases are painted in. */
	get painted(): 'dark' | 'light' {
		return this.dark && !this.#printing ? 'dark' : 'light';
	}

	get dark(): boolean {
		return this.#theme === 'auto' ? this.#systemDark : this.#theme === 'dark';
	}

	/** The theme that turns it over; the system's own scheme needs no choice. */
	get other(): Theme {
		const dark = !this.dark;
		if (dark === this.#systemDark) return 'auto';
		return dark ? 'dark' : 'light';
	}

	choose(theme: Theme): void {
		this.#theme = theme;
		if (theme === 'auto') delete document.documentElement.dataset.theme;
		else document.documentElement.dataset.theme = theme;
	}
}

export const scheme = new Scheme();
