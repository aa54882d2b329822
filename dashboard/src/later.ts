// Work that can wait its turn. One piece is done between two frames, so that the
// page is seen, and answers, before all of it is made.

const waiting = new Set<() => void>();
let turning = false;

/** Does the work in its turn, unless the returned function takes it back before. */
export function later(work: () => void): () => void {
	waiting.add(work);
	if (!turning) turn();
	return () => waiting.delete(work);
}

/** How long a turn waits for a frame: in a tab behind others there are none. */
const patience = 500;

function turn(): void {
	turning = true;
	let timer = setTimeout(next, patience);
	const frame = requestAnimationFrame(() => {
		clearTimeout(timer);
		timer = setTimeout(next);
	});
	function next() {
		cancelAnimationFrame(frame);
		turning = false;
		const [first] = waiting;
		if (!first) return;
		waiting.delete(first);
		if (waiting.size > 0) turn();
		first();
	}
}
