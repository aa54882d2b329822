/**
 * What is being looked at. It is all kept after the # of the URL, where a link
 * can carry it and no server log sees a customer's id.
 */
export interface View extends Filter {
	page: PageName;
	/** Days of the period compared with the one before it. */
	period: number;
	/** What the grade matrix counts. */
	measure: Measure;
	sort: Sort;
	/** The customer in the panel; '' is nobody in particular. */
	person: string;
	lang: Lang;
	theme: Theme;
}

/** Which customers are listed. An empty string filters nothing. */
export interface Filter {
	list: List;
	search: string;
	/** A family of segments, and a segment. */
	family: string;
	segment: string;
	grade: string;
	standing: string;
	cell: CellName;
}

export const pageNames = ['overview', 'segments', 'grades', 'customers', 'value', 'retention'] as const;
const langs = ['ko', 'en'] as const;
const themes = ['auto', 'light', 'dark'] as const;
const measures = ['people', 'money'] as const;
export const sorts = ['money', 'recent', 'silent', 'visits'] as const;
/** Lists that are no column: newly quiet regulars, and those near a grade. */
const lists = ['', 'quiet', 'near'] as const;
/** A cell of the grid, R first: `3-4`; or ''. */
type CellName = '' | `${number}-${number}`;

export type PageName = (typeof pageNames)[number];
export type Lang = (typeof langs)[number];
export type Theme = (typeof themes)[number];
export type Measure = (typeof measures)[number];
export type Sort = (typeof sorts)[number];
export type List = (typeof lists)[number];

export const noFilter: Filter = { list: '', search: '', family: '', segment: '', grade: '', standing: '', cell: '' };

export function isFiltered(view: Filter): boolean {
	return (Object.keys(noFilter) as (keyof Filter)[]).some((name) => view[name] !== '');
}

export const defaultView: View = {
	...noFilter,
	page: 'overview',
	period: 28,
	measure: 'people',
	sort: 'money',
	person: '',
	lang: 'ko',
	theme: 'auto',
};

/** What a URL's hash asks for. Whatever it says wrongly has its default. */
export function readView(hash: string): View {
	const [path = '', query = ''] = hash.replace(/^#?\/?/, '').split('?', 2);
	const params = new URLSearchParams(query);
	const text = (name: string) => params.get(name) ?? '';
	const period = Number(text('period'));
	return {
		page: oneOf(pageNames, path, 'overview'),
		period: Number.isInteger(period) && period > 0 ? period : defaultView.period,
		measure: oneOf(measures, text('measure'), 'people'),
		sort: oneOf(sorts, text('sort'), 'money'),
		list: oneOf(lists, text('list'), ''),
		lang: oneOf(langs, text('lang'), 'ko'),
		theme: oneOf(themes, text('theme'), 'auto'),
		cell: /^[1-9]-[1-9]$/.test(text('cell')) ? (text('cell') as CellName) : '',
		search: text('search'),
		family: text('family'),
		segment: text('segment'),
		grade: text('grade'),
		standing: text('standing'),
		person: text('person'),
	};
}

/** The hash that asks for a view; '' for the first page as it comes. */
export function writeView(view: View): string {
	const params = new URLSearchParams();
	for (const name of Object.keys(defaultView).sort() as (keyof View)[]) {
		if (name !== 'page' && view[name] !== defaultView[name]) params.set(name, String(view[name]));
	}
	const query = params.size > 0 ? `?${params}` : '';
	const path = view.page === defaultView.page ? '' : view.page;
	return path + query === '' ? '' : `#/${path}${query}`;
}

/** The two scores in a cell's name. */
export function readCell(cell: string): { r: number; f: number } | null {
	if (cell === '') return null;
	const [r, f] = cell.split('-').map(Number);
	return { r: r ?? 0, f: f ?? 0 };
}

export function cellName(r: number, f: number): CellName {
	return `${r}-${f}`;
}

function oneOf<T extends string>(choices: readonly T[], value: string, otherwise: T): T {
	return choices.find((c) => c === value) ?? otherwise;
}
