import { expect, test } from 'vitest';
import { silentIn } from './silent';

const list = [
	{ customer: 'a', firstDay: '2026-10-01', days: 40, spend: 5_000 },
	{ customer: 'b', firstDay: '2026-10-01', days: 40, spend: 9_000 },
	{ customer: 'c', firstDay: '2026-09-01', days: 70, spend: 9_000 },
];
const ids = (rows: { customer: string }[]) => rows.map((row) => row.customer).join('');

test('those whose time came last stand first, or those who spent most', () => {
	expect(ids(silentIn([...list].reverse(), 'recent'))).toBe('bac');
	expect(ids(silentIn(list, 'spend'))).toBe('bca');
	expect(ids(list)).toBe('abc');
});
