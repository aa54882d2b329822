// Work that can wait its turn. One piece is done between two frames, so that the
// page is seen, and answers, before all of it is made.

const waiting = new Set<() => void>();

/** Does the work in its turn, unless the returned function takes it back before. */
export function later(work: () => void): () => void {
	waiting.add(work);
	if (waiting.size === 1) turn();
	return () => waiting.delete(work);
}

function turn(): void {
	requestAnimationFrame(() =>
		setTimeout(() => {
			const [first] = waiting;
			first?.();
			if (first) waiting.delete(first);
			if (waiting.size > 0) turn();
		}),
	);
}
