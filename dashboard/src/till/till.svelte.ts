import { type Answer, type Coupon, type Joining, readAnswer, readJoining } from './answer';
import { ask, type Call, codeOf, lentShop, mayHelp, type Reply, type Shop } from './api';
import { newId, now } from './clock';
import {
	type Basket,
	change,
	couponFor,
	type Link,
	refund,
	rowsOf,
	sale,
	type Transaction,
	totalOf,
	voided,
	type Who,
} from './sale';

export const kinds = ['phone', 'card', 'memberNo'] as const;
export type Kind = (typeof kinds)[number];

export type Found =
	| { state: 'none' }
	| { state: 'nobody'; joining: Joining | undefined }
	| { state: 'customer'; answer: Answer; tail: string; milliseconds: number };

/** Points set aside for this customer; with a sale they are to be captured for it. */
interface Hold {
	id: string;
	points: number;
	sale?: Link;
}

/** A coupon set aside for this customer; used before the sale it pays for is recorded. */
interface Picked {
	use: string;
	coupon: Coupon;
	/** The one coupon's name, as the sale names it. */
	name: string;
}

export type Deed =
	| 'sale'
	| 'refund'
	| 'void'
	| 'enrolled'
	| 'held'
	| 'released'
	| 'picked'
	| 'dropped'
	| 'complained'
	| 'resolved';
export type Said = { deed: Deed; replayed: boolean } | { problem: string; again: boolean };

/** How many calls the page lists. */
const callsMax = 8;

/** After how many milliseconds a till says it still waits. */
const slowAfter = 1_000;

/** A till: who stands before it, what lies on it, and what it has sent. */
export class Till {
	/** Null when nobody lent a key: then it is asked for. */
	shop = $state.raw<Shop | null | undefined>();
	kind = $state<Kind>('phone');
	typed = $state('');
	found = $state.raw<Found>({ state: 'none' });
	/** What the one before us was looked up by. */
	#asked: Who = {};
	/** The answer before the last sale, to show what it changed. */
	before = $state.raw<Answer | undefined>();
	basket = $state.raw<Basket>({});
	hold = $state.raw<Hold | undefined>();
	picked = $state.raw<Picked | undefined>();
	/** The ids of benefits given with the sale to come. */
	given = $state.raw<string[]>([]);
	/** The last sale that was recorded, while it can be undone here. */
	last = $state.raw<{ sold: Transaction; link: Link; used: Picked | undefined } | undefined>();
	/** Holds on coupons, by code, that nobody knows whether they arrived: only the same again may follow. */
	#holds = new Map<string, { use: string; total: number }>();
	/** Sent, and nobody knows whether it arrived: only the same again may follow. */
	unsent = $state.raw<Transaction | undefined>();
	calls = $state.raw<{ call: Call; reply: Reply }[]>([]);
	said = $state.raw<Said | undefined>();
	busy = $state(false);
	/** Busy for so long that whoever stands there wonders. */
	slow = $state(false);

	readonly currency = $derived(this.shop?.currency ?? 'KRW');
	readonly rows = $derived(rowsOf(this.basket, this.currency));
	readonly total = $derived(totalOf(this.rows));
	/** What the coupon set aside takes off. */
	readonly off = $derived(this.picked ? couponFor(this.picked.coupon.gives, this.total) : 0);
	readonly answer = $derived(this.found.state === 'customer' ? this.found.answer : undefined);
	/** Something is half done: it is finished or sent again before anything else. */
	readonly stuck = $derived(this.unsent !== undefined || this.hold?.sale !== undefined);

	async open(): Promise<void> {
		this.shop = (await lentShop()) ?? null;
		this.typed = this.shop?.phone ?? '';
	}

	add(sku: string, by: number): void {
		if (!this.stuck) this.basket = change(this.basket, sku, by);
	}

	find = () =>
		this.#alone(async () => {
			const typed = this.typed.trim();
			if (typed === '') return;
			await this.#leave();
			const who = { [this.kind]: typed };
			this.#asked = who;
			const reply = await this.#call({ method: 'POST', path: '/v1/customers/lookup', body: who });
			if (this.#failed(reply)) return;
			const { matches, enrol } = reply.body as { matches: unknown[]; enrol?: unknown };
			const [match] = matches;
			if (match === undefined) this.found = { state: 'nobody', joining: readJoining(enrol) };
			else this.#show(match, reply, typed);
		});

	enrol = () =>
		this.#alone(async () => {
			if (this.found.state === 'none' || this.answer?.member) return;
			const reply = await this.#call({
				method: 'POST',
				path: '/v1/customers',
				body: { ...this.#asked, channel: 'store' },
			});
			if (this.#failed(reply)) return;
			this.#show(reply.body, reply, this.typed);
			this.said = { deed: 'enrolled', replayed: false };
		});

	ringUp = () =>
		this.#alone(async () => {
			if (this.rows.length === 0) return;
			const who = this.answer
				? { id: this.answer.customerId }
				: this.found.state === 'nobody'
					? this.#asked
					: undefined;
			const coupon = this.picked && { id: this.picked.coupon.id, name: this.picked.name, off: this.off };
			const gifts = { coupon, benefits: this.given };
			await this.#post(sale(this.#head(), this.rows, this.currency, who, this.hold?.points ?? 0, gifts));
		});

	giveBack = (how: 'refund' | 'void') =>
		this.#alone(async () => {
			if (!this.last) return;
			const { sold, link } = this.last;
			await this.#post(how === 'refund' ? refund(this.#head(), sold, link) : voided(this.#head(), link));
		});

	/** The same once more, under the same id: what arrived already is answered as then. */
	again = () =>
		this.#alone(async () => {
			if (this.unsent) await this.#post(this.unsent);
			else await this.#capture();
		}, true);

	setAside = (points: number) =>
		this.#alone(async () => {
			if (!this.answer?.points || this.hold || points < 1) return;
			const id = newId();
			const body = { id, customer: this.answer.customerId, points };
			const reply = await this.#call({ method: 'POST', path: '/v1/points/holds', body });
			if (this.#failed(reply)) return;
			this.hold = { id, points };
			await this.#refresh(this.answer.customerId);
			this.said = { deed: 'held', replayed: false };
		});

	putBack = () =>
		this.#alone(async () => {
			if (!this.hold) return;
			if (!(await this.#release())) return;
			if (this.answer) await this.#refresh(this.answer.customerId);
			this.said = { deed: 'released', replayed: false };
		});

	/** Takes a coupon up if it is only offered, and sets it aside. */
	pick = (coupon: Coupon) =>
		this.#alone(async () => {
			if (!this.answer || this.picked) return;
			const customer = this.answer.customerId;
			let { code } = coupon;
			if (coupon.offered) {
				const body = { customer, coupon: coupon.id };
				const issued = await this.#call({ method: 'POST', path: '/v1/coupons/issue', body });
				if (this.#failed(issued)) return;
				code = (issued.body as { code: string }).code;
			}
			const asked = this.#holds.get(code) ?? { use: newId(), total: this.total };
			this.#holds.set(code, asked);
			const { use } = asked;
			const reply = await this.#coupon('hold', { use, code }, asked.total);
			if (!mayHelp(reply)) this.#holds.delete(code);
			if (this.#failed(reply)) return;
			this.picked = { use, coupon: { ...coupon, code }, name: (reply.body as { coupon: string }).coupon };
			this.said = { deed: 'picked', replayed: false };
		});

	/** Says a coupon is the one set aside, and not another of its kind. */
	has = (coupon: Coupon): boolean => this.picked?.name === coupon.one;

	drop = () =>
		this.#alone(async () => {
			if (!(await this.#unpick())) return;
			if (this.answer) await this.#refresh(this.answer.customerId);
			this.said = { deed: 'dropped', replayed: false };
		});

	/** Notes that a benefit is given with the sale to come, or is not. */
	give = (id: string) => {
		if (this.stuck) return;
		this.given = this.given.includes(id) ? this.given.filter((g) => g !== id) : [...this.given, id];
	};

	complain = (about: string, severity: string) =>
		this.#alone(async () => {
			if (!this.answer) return;
			const { customerId } = this.answer;
			const body = { id: newId(), customer: customerId, about, severity };
			const reply = await this.#call({ method: 'POST', path: '/v1/complaints', body });
			if (this.#failed(reply)) return;
			await this.#refresh(customerId);
			this.said = { deed: 'complained', replayed: false };
		});

	putRight = () =>
		this.#alone(async () => {
			if (!this.answer?.complaint) return;
			const { customerId, complaint } = this.answer;
			const path = `/v1/complaints/${encodeURIComponent(complaint.id)}/resolve`;
			const reply = await this.#call({ method: 'POST', path });
			if (this.#failed(reply)) return;
			await this.#refresh(customerId);
			this.said = { deed: 'resolved', replayed: reply.replayed };
		});

	next = () =>
		this.#alone(async () => {
			await this.#leave();
			this.typed = '';
			this.basket = {};
		});

	/** One thing at a time, and nothing new while something is half done. */
	async #alone(work: () => Promise<void>, finishing = false): Promise<void> {
		if (this.busy || (this.stuck && !finishing)) return;
		this.busy = true;
		this.said = undefined;
		const wondering = setTimeout(() => {
			this.slow = true;
		}, slowAfter);
		try {
			await work();
		} finally {
			clearTimeout(wondering);
			this.busy = false;
			this.slow = false;
		}
	}

	#head() {
		return { id: newId(), occurredAt: now() };
	}

	/** The code goes in the body: addresses are logged. */
	#coupon(deed: 'hold' | 'redeem' | 'release', { use, code }: { use: string; code: string }, total: number) {
		const body = { id: use, code, ...(total > 0 && { orderTotal: total }) };
		return this.#call({ method: 'POST', path: `/v1/coupons/${deed}`, body });
	}

	/** Uses the coupon that pays for a sale; false while that is not certain, and then the sale must wait. */
	async #redeem(total: number): Promise<boolean> {
		if (!this.picked) return true;
		const { use, coupon } = this.picked;
		const reply = await this.#coupon('redeem', { use, code: coupon.code }, total);
		if (!this.#failed(reply)) return true;
		if (!mayHelp(reply)) {
			this.unsent = undefined;
			this.picked = undefined;
		}
		return false;
	}

	/** Lets go of the coupon set aside. */
	async #unpick(): Promise<boolean> {
		if (!(await this.#letGo(this.picked))) return false;
		this.picked = undefined;
		return true;
	}

	/** Gives back a coupon that is held, or was used just now. One whose time is over is as good as let go. */
	async #letGo(picked: Picked | undefined): Promise<boolean> {
		if (!picked) return true;
		const reply = await this.#coupon('release', { use: picked.use, code: picked.coupon.code }, 0);
		return !mayHelp(reply) || !this.#failed(reply);
	}

	async #post(transaction: Transaction): Promise<void> {
		this.unsent = transaction;
		if (transaction.type === 'sale' && !(await this.#redeem(transaction.total ?? 0))) return;
		const reply = await this.#call({ method: 'POST', path: '/v1/transactions', body: transaction });
		if (mayHelp(reply)) {
			this.#failed(reply);
			return;
		}
		this.unsent = undefined;
		if (this.#failed(reply)) {
			// The coupon was used for a sale that is not: the next one uses it anew.
			if (transaction.type === 'sale') await this.#unpick();
			return;
		}
		const { id, businessDay, customerId } = reply.body as Link & { customerId?: string };
		const link = { id, businessDay };
		const sold = transaction.type === 'sale';
		const used = transaction.type === 'void' ? this.last?.used : undefined;
		this.last = sold ? { sold: transaction, link, used: this.picked } : undefined;
		if (sold) {
			this.basket = {};
			this.picked = undefined;
			this.given = [];
		}
		if (sold && this.hold) {
			this.hold = { ...this.hold, sale: link };
			if (!(await this.#capture())) return;
		}
		const back = await this.#letGo(used);
		if (customerId) {
			this.before = this.answer;
			await this.#refresh(customerId);
		}
		if (back) this.said = { deed: transaction.type, replayed: reply.replayed };
	}

	async #capture(): Promise<boolean> {
		if (!this.hold?.sale) return true;
		const { id, points, sale: of } = this.hold;
		const reply = await this.#call({
			method: 'POST',
			path: `/v1/points/holds/${id}/capture`,
			body: { points, sale: of },
		});
		if (this.#failed(reply) && mayHelp(reply)) return false;
		this.hold = undefined;
		if (this.answer) await this.#refresh(this.answer.customerId);
		return reply.status < 400;
	}

	async #release(): Promise<boolean> {
		if (!this.hold) return true;
		const reply = await this.#call({ method: 'POST', path: `/v1/points/holds/${this.hold.id}/release`, body: {} });
		// One that has lapsed meanwhile is as good as released.
		if (mayHelp(reply)) return !this.#failed(reply);
		this.hold = undefined;
		return true;
	}

	/** The customer goes; points set aside for them go back, or lapse by themselves. */
	async #leave(): Promise<void> {
		await this.#release();
		await this.#unpick();
		this.hold = undefined;
		this.picked = undefined;
		this.given = [];
		this.found = { state: 'none' };
		this.before = undefined;
		this.last = undefined;
	}

	async #refresh(id: string): Promise<void> {
		const reply = await this.#call({ method: 'GET', path: `/v1/customers/${encodeURIComponent(id)}` });
		if (!this.#failed(reply)) this.#show(reply.body, reply, this.typed);
	}

	#show(value: unknown, { milliseconds }: Reply, typed: string): void {
		this.found = {
			state: 'customer',
			answer: readAnswer(value),
			tail: typed.replaceAll(/\D/g, '').slice(-4),
			milliseconds,
		};
	}

	async #call(call: Call): Promise<Reply> {
		const reply = await ask(this.shop?.key ?? '', call);
		this.calls = [{ call, reply }, ...this.calls].slice(0, callsMax);
		return reply;
	}

	#failed(reply: Reply): boolean {
		if (reply.status > 0 && reply.status < 400) return false;
		this.said = { problem: codeOf(reply), again: mayHelp(reply) };
		return true;
	}
}
