import { products } from './sale';

/** What a key does. A key is a place on the keyboard, so Hangul may be on. */
export type Action = 'find' | 'ring' | 'points' | 'refund' | 'void' | 'enrol' | 'next' | 'again' | 'keys';

/** The keys of the actions, and how they are written on their buttons. */
export const keyOf: Record<Action, { code: string; shown: string }> = {
	find: { code: 'Slash', shown: '/' },
	ring: { code: 'Enter', shown: '↵' },
	points: { code: 'KeyP', shown: 'P' },
	refund: { code: 'KeyB', shown: 'B' },
	void: { code: 'KeyV', shown: 'V' },
	enrol: { code: 'KeyG', shown: 'G' },
	next: { code: 'Escape', shown: 'Esc' },
	again: { code: 'KeyN', shown: 'N' },
	keys: { code: 'KeyK', shown: 'K' },
};

/** How the key of a product is written. */
export const letterOf = (code: string) => code.replace(/^Key/, '');

export type Pressed = { action: Action } | { sku: string; by: 1 | -1 } | { digit: string };

interface Press {
	code: string;
	key: string;
	shiftKey: boolean;
	ctrlKey: boolean;
	altKey: boolean;
	metaKey: boolean;
	isComposing?: boolean;
	repeat?: boolean;
}

/** What a press means where nothing is being written; undefined when it is the browser's. */
export function meaning(press: Press): Pressed | undefined {
	if (press.ctrlKey || press.altKey || press.metaKey || press.isComposing) return undefined;
	const product = products.find((p) => p.code === press.code);
	if (product) return { sku: product.sku, by: press.shiftKey ? -1 : 1 };
	if (/^[0-9]$/.test(press.key)) return { digit: press.key };
	if (press.shiftKey || press.repeat) return undefined;
	const action = (Object.keys(keyOf) as Action[]).find((name) => codesOf(name).includes(press.code));
	return action && { action };
}

const codesOf = (name: Action) => (name === 'ring' ? ['Enter', 'NumpadEnter'] : [keyOf[name].code]);
