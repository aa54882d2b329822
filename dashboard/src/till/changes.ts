import type { Formatters } from '../format/format';
import type { Answer } from './answer';
import { figureText, lackFigure } from './figures';
import type { TillText } from './text';

/** What differs between two answers about a customer, as a cashier would say it. */
export function changesOf(before: Answer, after: Answer, t: TillText, f: Formatters): string[] {
	const p = (n: number) => `${f.count(n)}P`;
	const differ = (name: string, from: string, to: string) => (from === to ? [] : [`${name} ${from} → ${to}`]);
	const need = (answer: Answer) => {
		const lack = lackFigure(answer, f);
		return lack ? figureText(lack) : '·';
	};
	const same = before.next?.id === after.next?.id && after.next;
	return [
		...differ(t.why.grade, before.grade[f.lang], after.grade[f.lang]),
		...(same ? differ(t.figures.next(same[f.lang]), need(before), need(after)) : []),
		...differ(t.figures.visits, f.count(before.visits), f.count(after.visits)),
		...(before.points && after.points
			? [
					...differ(t.figures.points, p(before.points.available), p(after.points.available)),
					...differ(t.figures.coming, p(before.points.pending), p(after.points.pending)),
				]
			: []),
		...(before.coupons && after.coupons
			? differ(t.figures.coupons, f.count(before.coupons.length), f.count(after.coupons.length))
			: []),
	];
}
