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

export function plainText(sentence: Sentence): string {
	return sentence.map((piece) => (typeof piece === 'string' ? piece : piece.text)).join('');
}
