import type { Effect } from '../data/types';

/** A difference is claimed only when 0 lies outside its interval. */
export function isClear(effect: Effect): boolean {
	return (effect.low ?? 0) > 0 || (effect.high ?? 0) < 0;
}

/** The one reason all grades are refused for; null when any has a figure or the reasons differ. */
export function refusedAlike(effects: readonly Effect[]): NonNullable<Effect['refused']> | null {
	const first = effects[0]?.refused ?? null;
	return effects.every((e) => (e.refused ?? null) === first) ? first : null;
}
