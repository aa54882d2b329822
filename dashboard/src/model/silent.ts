import type { SilentCustomer } from '../data/types';

/** How the list of first-timers can stand: whose time came last, or who spent most. */
export const silentOrders = ['recent', 'spend'] as const;
export type SilentOrder = (typeof silentOrders)[number];

/** The list in an order; equals keep the report's, which is by the first day, latest first. */
export function silentIn(list: readonly SilentCustomer[], order: SilentOrder): SilentCustomer[] {
	const by = { recent: (row: SilentCustomer) => row.days, spend: (row: SilentCustomer) => -row.spend }[order];
	return [...list].sort((a, b) => by(a) - by(b));
}
