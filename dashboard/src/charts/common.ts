import type { TooltipComponentOption } from './chart.svelte';
import type { Paint } from './paint';

/** Below this many pixels a chart labels less. */
export const narrowBelow = 560;

/** The largest round step that goes at least twice into `top`: two or three gridlines. */
export function roundStep(top: number): number {
	if (top <= 0) return 1;
	const half = top / 2;
	const power = 10 ** Math.floor(Math.log10(half));
	return (Math.max(...[1, 2, 2.5, 5].filter((s) => s * power <= half)) || 1) * power;
}

/** Moves labels apart along y until they are `gap` pixels from each other, keeping their order. */
export function spread(ys: readonly number[], gap: number): number[] {
	const order = ys.map((_, i) => i).sort((a, b) => (ys[a] ?? 0) - (ys[b] ?? 0));
	const moved = [...ys];
	for (let k = 1; k < order.length; k++) {
		const [above, below] = [order[k - 1] ?? 0, order[k] ?? 0];
		moved[below] = Math.max(moved[below] ?? 0, (moved[above] ?? 0) + gap);
	}
	return moved;
}

/** The one inverted tooltip there is. `beside` puts it next to a mark, never over it. */
export function tooltip(paint: Paint, halfMark: number) {
	return {
		trigger: 'axis' as const,
		backgroundColor: paint.ink,
		borderWidth: 0,
		padding: [8, 12] as number[],
		textStyle: { color: paint.sheet, fontFamily: paint.font, fontSize: 13 },
		extraCssText: 'box-shadow:none;border-radius:4px',
		transitionDuration: 0,
		axisPointer: { type: 'none' as const },
		position: (
			[x]: number[],
			_a: unknown,
			_b: unknown,
			_c: unknown,
			size: { contentSize: number[]; viewSize: number[] },
		) => {
			const [mark = 0, own = 0, all = 0] = [x, size.contentSize[0], size.viewSize[0]];
			const right = mark + halfMark + 8;
			return [right + own <= all ? right : Math.max(0, mark - halfMark - 8 - own), 8];
		},
	} satisfies TooltipComponentOption;
}

/** What a tooltip says: a head, and lines of name and value. All of it is ours, none of it a customer's. */
export function tip(head: string, lines: readonly [string, string][]): string {
	const rows = lines.map(([name, value]) => `<span>${escaped(name)}<i>${escaped(value)}</i></span>`).join('');
	return `<div class="tip"><b>${escaped(head)}</b>${rows}</div>`;
}

function escaped(text: string): string {
	return text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
}
