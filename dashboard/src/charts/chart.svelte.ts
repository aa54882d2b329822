/** The only file that knows the chart library: init, resize, draw, dispose. */
import {
	BarChart,
	type BarSeriesOption,
	LineChart,
	type LineSeriesOption,
	ScatterChart,
	type ScatterSeriesOption,
} from 'echarts/charts';
import {
	GraphicComponent,
	type GraphicComponentOption,
	GridComponent,
	type GridComponentOption,
	TooltipComponent,
	type TooltipComponentOption,
} from 'echarts/components';
import { type ComposeOption, type ECharts, init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import type { Attachment } from 'svelte/attachments';
import { scheme } from '../scheme.svelte';
import { type Paint, paintOf } from './paint';

use([BarChart, LineChart, ScatterChart, GridComponent, TooltipComponent, GraphicComponent, CanvasRenderer]);

export type { TooltipComponentOption };
export type Option = ComposeOption<
	| BarSeriesOption
	| LineSeriesOption
	| ScatterSeriesOption
	| GridComponentOption
	| TooltipComponentOption
	| GraphicComponentOption
>;

/** What a chart may know of the place it is drawn in. */
export interface Place {
	width: number;
	height: number;
	paint: Paint;
	/** Where on the x axis the reader points, if anywhere. */
	pointed: number | null;
}

/** A place in a chart, in pixels. */
export interface Point {
	x: number;
	y: number;
}

/** How wide a chart is drawn for paper: A4 or Letter between their margins. */
const paperWidth = 680;

/**
 * Draws an option into an element, and again whenever what it reads, the size,
 * the colours or the point change. `points` is how many the arrow keys go through;
 * `touched` is where somebody asked already.
 */
export function chart(
	option: (place: Place) => Option,
	points: () => number,
	touched?: Point,
): Attachment<HTMLElement> {
	return (node) => {
		let instance: ECharts | undefined;
		let size = $state.raw({ width: node.clientWidth, height: node.clientHeight });
		let pointed = $state<number | null>(null);
		// Text on a canvas is not drawn again when its font arrives.
		let fonts = $state(document.fonts.status === 'loaded');
		void document.fonts.ready.then(() => {
			fonts = true;
		});
		const resize = new ResizeObserver(() => {
			const { clientWidth: width, clientHeight: height } = node;
			if (width === size.width && height === size.height) return;
			size = { width, height };
		});
		resize.observe(node);
		$effect(() => {
			if (!fonts || size.width === 0) return;
			instance ??= start(node, (x) => {
				pointed = x;
			});
			const place = { ...size, width: scheme.printing ? paperWidth : size.width };
			instance.resize(place);
			instance.setOption(option({ ...place, paint: paintOf(node, scheme.painted), pointed }), {
				replaceMerge: ['series', 'graphic'],
			});
			// Now, not in the next frame: a page that is being printed has none.
			instance.getZr().flush();
			if (touched) instance.dispatchAction({ type: 'showTip', ...touched });
			touched = undefined;
		});
		const stopKeys = keys(node.parentElement ?? node, () => instance, points);
		return () => {
			stopKeys();
			resize.disconnect();
			instance?.dispose();
		};
	};
}

function start(node: HTMLElement, onpoint: (x: number | null) => void): ECharts {
	const instance = init(node, null, { renderer: 'canvas' });
	instance.on('updateAxisPointer', (event) => {
		const { axesInfo } = event as { axesInfo?: { value: unknown }[] };
		const x = axesInfo?.[0]?.value;
		onpoint(typeof x === 'number' ? x : null);
	});
	return instance;
}

/** On the figure around: left, right, home and end show the tooltip of a point; escape hides it. */
function keys(node: HTMLElement, instance: () => ECharts | undefined, points: () => number): () => void {
	let at = -1;
	const onkeydown = (event: KeyboardEvent) => {
		const last = points() - 1;
		const to: Record<string, number> = { ArrowRight: at + 1, ArrowLeft: at < 0 ? last : at - 1, Home: 0, End: last };
		const next = to[event.key];
		if (next !== undefined) {
			event.preventDefault();
			at = Math.min(last, Math.max(0, next));
			instance()?.dispatchAction({ type: 'showTip', seriesIndex: 0, dataIndex: at });
		} else if (event.key === 'Escape') hide();
	};
	const hide = () => {
		at = -1;
		instance()?.dispatchAction({ type: 'hideTip' });
		instance()?.dispatchAction({ type: 'updateAxisPointer', currTrigger: 'leave' });
	};
	node.addEventListener('keydown', onkeydown);
	node.addEventListener('blur', hide);
	return () => {
		node.removeEventListener('keydown', onkeydown);
		node.removeEventListener('blur', hide);
	};
}
