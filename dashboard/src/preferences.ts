import type { View } from './view';

/** The two choices that outlive a visit. Where nothing can be kept, none do. */
const key = 'dangol';

export function remember({ lang, theme }: View): void {
	try {
		localStorage.setItem(key, JSON.stringify({ lang, theme }));
	} catch {}
}

/** The view with the remembered choices where the URL does not make them. */
export function recall(view: View, hash: string): View {
	try {
		const kept = JSON.parse(localStorage.getItem(key) ?? '{}');
		const lang = hash.includes('lang=') ? view.lang : kept.lang === 'en' ? 'en' : 'ko';
		const theme = hash.includes('theme=') ? view.theme : ['light', 'dark'].includes(kept.theme) ? kept.theme : 'auto';
		return { ...view, lang, theme };
	} catch {
		return view;
	}
}
