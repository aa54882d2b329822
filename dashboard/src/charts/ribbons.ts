import { part } from '../model/families';

export interface Share {
	key: string;
	customers: number;
	sales: number;
	colour: string;
}

/** One part of the two bars and the ribbon between, in shares of the width. */
export interface Ribbon {
	key: string;
	colour: string;
	people: { left: number; width: number };
	money: { left: number; width: number };
	/** The ribbon's corners in a box 100 wide and 100 high. */
	path: string;
}

/** Two stacked bars, people above and money below, joined part by part. Money below 0 has no width. */
export function ribbons(rows: readonly Share[]): Ribbon[] {
	const money = rows.map((r) => Math.max(0, r.sales));
	const [allPeople, allMoney] = [rows.reduce((n, r) => n + r.customers, 0), money.reduce((a, b) => a + b, 0)];
	let [x, y] = [0, 0];
	return rows.map((row, i) => {
		const people = { left: x, width: part(row.customers, allPeople) };
		const sales = { left: y, width: part(money[i] ?? 0, allMoney) };
		x += people.width;
		y += sales.width;
		const at = (n: number) => Math.round(n * 1e5) / 1e3;
		const path = `M${at(people.left)} 0H${at(x)}L${at(y)} 100H${at(sales.left)}Z`;
		return { key: row.key, colour: row.colour, people, money: sales, path };
	});
}

/** The parts whose names fit under the lower bar, the widest first; a name takes `least` of the width. */
export function labelled(parts: readonly Ribbon[], least: number): Ribbon[] {
	const kept: Ribbon[] = [];
	for (const p of [...parts].sort((a, b) => b.money.width - a.money.width)) {
		const clear = kept.every((other) => Math.abs(other.money.left - p.money.left) >= least);
		if (p.money.width > 0 && clear && p.money.left <= 1 - least * 0.8) kept.push(p);
	}
	return kept;
}
