import type { View } from '../view';

/** Running text with figures in it that stand out, and that may open their list. */
export type Piece = string | Standout;
export type Sentence = readonly Piece[];

export interface Standout {
	text: string;
	to?: Partial<View>;
	/** We are losing this. */
	warn?: boolean;
}

export function bold(text: string): Standout {
	return { text };
}

/** A figure that opens what it counts. */
export function opens(text: string, to: Partial<View>, warn = false): Standout {
	return { text, to, warn };
}

const joint = '\u2060';

/** Korean particles stay on the line of their word, also behind a sign: 80%는, (400명)가. */
export function glued(text: string, before: Piece | undefined): string {
	const end = before === undefined || typeof before === 'string' ? '' : before.text;
	const start = /[%)]$/.test(end) && /^[가-힣]/.test(text) ? joint : '';
	return start + text.replace(/([%)])(?=[가-힣])/g, `$1${joint}`);
}

export function plainText(sentence: Sentence): string {
	return sentence.map((piece) => (typeof piece === 'string' ? piece : piece.text)).join('');
}
