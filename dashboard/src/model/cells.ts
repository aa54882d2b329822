import type { Cell } from '../data/types';
import { type Family, familyOf, sum } from './families';

/** The cell with these scores, or undefined. */
export function cellAt(grid: readonly Cell[], r: number, f: number): Cell | undefined {
	return grid.find((c) => c.r === r && c.f === f);
}

/** The cell a page opens with: where most money is leaving, else most people are. */
export function openingCell(grid: readonly Cell[]): Cell | undefined {
	const leaving = grid.filter((c) => c.segments[0] && familyOf(c.segments[0].name) === 'leaving');
	return most(leaving, 'sales') ?? most(grid, 'customers');
}

function most(cells: readonly Cell[], key: 'sales' | 'customers'): Cell | undefined {
	return cells.reduce<Cell | undefined>((best, c) => (best && best[key] >= c[key] ? best : c), undefined);
}

/** The family that gives a cell its tint. */
export function tintOf(cell: Cell): Family | null {
	return cell.segments[0] ? familyOf(cell.segments[0].name) : null;
}

/** The bar in a cell: as long as the root of its people, in the parts of its families. */
export function cellBar(cell: Cell, largest: number): { family: Family; width: number }[] {
	const length = largest > 0 ? Math.sqrt(cell.customers / largest) : 0;
	const families = [...new Set(cell.segments.map((s) => familyOf(s.name)))];
	return families.map((family) => {
		const own = cell.segments.filter((s) => familyOf(s.name) === family);
		return { family, width: (length * sum(own, 'customers')) / Math.max(1, cell.customers) };
	});
}
