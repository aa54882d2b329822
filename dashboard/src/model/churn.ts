// What keeping customers is worth, for sliders that ask "what if".

/** What a slider may change. Margin is of one customer and year, in minor units. */
export interface Keeping {
	active: number;
	margin: number;
	/** The share that stays a year. */
	retention: number;
	discount: number;
}

/** The most that can be said to stay. */
export const stayMost = 0.99;

/** The margin one kept customer brings after the first year: m·r ÷ (1 + d − r). */
export function clv({ margin, retention, discount }: Keeping): number {
	return (margin * retention) / (1 + discount - retention);
}

/** What all bring more when so much more of them stays, and as a share of what they bring now. */
export function worthOfMore(now: Keeping, points: number): { more: number; gain: number } {
	const retention = Math.max(now.retention, Math.min(now.retention + points, stayMost));
	const [before, after] = [clv(now), clv({ ...now, retention })];
	return { more: now.active * (after - before), gain: before > 0 ? after / before - 1 : 0 };
}
