/** The theme's colours and font, resolved for a canvas, which knows no variables. */
const names = ['sheet', 'ink', 'ink-2', 'ink-3', 'rule', 'rule-2', 'edge', 'accent', 'warn-fill', 'hollow'] as const;

export type Paint = Record<(typeof names)[number] | 'font', string>;

/** The theme's colours in a scheme. */
export function paintOf(node: HTMLElement, scheme: 'dark' | 'light'): Paint {
	const probe = document.createElement('i');
	probe.style.colorScheme = scheme;
	probe.hidden = true;
	node.append(probe);
	const style = getComputedStyle(probe);
	const paint = Object.fromEntries(
		names.map((name) => {
			probe.style.color = `var(--${name})`;
			return [name, style.color];
		}),
	);
	probe.remove();
	return { ...paint, font: getComputedStyle(document.documentElement).fontFamily } as Paint;
}
