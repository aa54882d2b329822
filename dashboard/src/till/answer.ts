import type { components } from '../generated/api';

export type Spoken = components['schemas']['Spoken'];
type Base = components['schemas']['CustomerAnswer'];
export type Complaint = components['schemas']['TillComplaint'];
type Favourite = components['schemas']['TillFavourite'];

export interface Points {
	available: number;
	pending: number;
	held: number;
	debt: number;
	expiring: { month: string; points: number }[];
}

/** What is due to the customer by a grade: economic, psychological, social or customised. */
export interface Benefit extends Spoken {
	id: string;
	kind: string;
}

/** A coupon they have, or may have by asking: then there is no code yet. */
export interface Coupon {
	id: string;
	/** The name of this one: a kind of coupon comes once a month, and last month's may be there still. */
	one: string;
	code: string;
	offered: boolean;
	name: Spoken;
	until: string;
	gives: Gives;
	minOrder: number;
}

/** What a coupon is good for: an amount, a per cent with a cap, or an item, which takes nothing off. */
export interface Gives {
	amount: number;
	percent: number;
	cap: number;
}

/** What a till is told of a customer. What an installation does not answer is undefined. */
export interface Answer extends Omit<Base, 'points' | 'benefits' | 'coupons'> {
	points?: Points | undefined;
	benefits?: Benefit[] | undefined;
	coupons?: Coupon[] | undefined;
}

/** What enrolling would give somebody nobody knows. */
export type Joining = components['schemas']['TillJoining'];

type Loose = Record<string, unknown>;

const isObject = (value: unknown): value is Loose => typeof value === 'object' && value !== null;
const number = (value: unknown) => (typeof value === 'number' ? value : 0);
const text = (value: unknown) => (typeof value === 'string' ? value : '');
const list = (value: unknown) => (Array.isArray(value) ? value : []);

/**
 * Reads a customer's answer. What every till is told must be there, or it is an
 * error; of what is told beside, only what this page can show is kept.
 */
export function readAnswer(value: unknown): Answer {
	const known = isObject(value) && typeof value.customerId === 'string' && isObject(value.grade) && spoken(value.say);
	if (!known) throw new Error('not an answer about a customer');
	const { points, benefits, coupons, favourites, usual, complaint, doNot, ...rest } = value;
	const stopped = spoken(doNot);
	const time = spoken(usual);
	return {
		...(rest as unknown as Base),
		points: isObject(points) ? readPoints(points) : undefined,
		benefits: Array.isArray(benefits) ? benefits.flatMap(readBenefit) : undefined,
		coupons: Array.isArray(coupons) ? coupons.flatMap(readCoupon) : undefined,
		favourites: list(favourites).flatMap(readFavourite),
		...(isObject(complaint) && typeof complaint.id === 'string'
			? { complaint: complaint as unknown as Complaint }
			: {}),
		...(time ? { usual: { ...(usual as Base['usual'] & object), ...time } } : {}),
		...(stopped ? { doNot: stopped } : {}),
	};
}

function spoken(value: unknown): Spoken | undefined {
	if (typeof value === 'string') return { ko: value, en: value };
	if (!isObject(value) || typeof value.ko !== 'string' || typeof value.en !== 'string') return undefined;
	return { ko: value.ko, en: value.en };
}

function readPoints(p: Loose): Points {
	const expiring = list(p.expiring)
		.filter(isObject)
		.map((lot) => ({ month: text(lot.month), points: number(lot.points) }));
	return {
		available: number(p.available),
		pending: number(p.pending),
		held: number(p.held),
		debt: number(p.debt),
		expiring,
	};
}

function readBenefit(value: unknown): Benefit[] {
	const said = spoken(value);
	return said && isObject(value) ? [{ ...said, id: text(value.id), kind: text(value.kind) }] : [];
}

function readCoupon(value: unknown): Coupon[] {
	const name = spoken(value);
	if (!name || !isObject(value)) return [];
	const code = text(value.code);
	const gives = isObject(value.gives) ? value.gives : {};
	return [
		{
			id: text(value.id),
			one: text(value.name),
			code,
			offered: code === '',
			name,
			until: text(value.until),
			gives: { amount: number(gives.amount), percent: number(gives.percent), cap: number(gives.cap) },
			minOrder: number(value.minOrder),
		},
	];
}

function readFavourite(value: unknown): Favourite[] {
	if (!isObject(value) || typeof value.name !== 'string') return [];
	return [{ ...(value as unknown as Favourite), visits: number(value.visits) }];
}

/** What is told of a number nobody has; undefined where nothing is. */
export function readJoining(value: unknown): Joining | undefined {
	if (!isObject(value) || !isObject(value.grade) || !spoken(value.say)) return undefined;
	return value as unknown as Joining;
}
