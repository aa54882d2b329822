import { type CustomerTable, parseCustomers, reader } from './customers';
import { LoadError } from './error';
import { fetchFile, fetchPointer, readJSON } from './fetch';
import { prepare } from './list';
import { parseGrades, parseLatest, parseOverview, parseRetention, parseSegments, parseValue, scope } from './parse';
import type { Grades, Latest, Overview, Retention, Segments, Value } from './types';

export type Loaded<T> = { state: 'waiting' } | { state: 'ready'; value: T } | { state: 'failed'; error: LoadError };

/** Something that is fetched once somebody needs it, and again when asked to. */
export class Resource<T> {
	loaded = $state.raw<Loaded<T>>({ state: 'waiting' });
	#asked = false;

	constructor(
		readonly name: string,
		private readonly load: (again: boolean) => Promise<T>,
	) {}

	get value(): T | undefined {
		return this.loaded.state === 'ready' ? this.loaded.value : undefined;
	}

	need(): void {
		if (!this.#asked) void this.#run(false);
	}

	retry(): Promise<void> {
		this.loaded = { state: 'waiting' };
		return this.#run(true);
	}

	async #run(again: boolean): Promise<void> {
		this.#asked = true;
		try {
			this.loaded = { state: 'ready', value: await this.load(again) };
		} catch (error) {
			const known = error instanceof LoadError ? error : new LoadError('unreadable', this.name, String(error));
			this.loaded = { state: 'failed', error: known };
		}
	}
}

/** How often an open page asks whether there is a newer report. */
const lookEvery = 5 * 60_000;

/**
 * One report: the pointer as it was when the page opened, and the files it
 * names. A newer pointer is never followed without a reload, so that figures of
 * two reports never stand beside each other.
 */
export class Report {
	readonly pointer = new Resource<Latest>('latest.json', async () => parseLatest(await fetchPointer()));
	readonly overview = this.#document<Overview>('overview.json', parseOverview);
	readonly segments = this.#document<Segments>('segments.json', parseSegments);
	readonly grades = this.#document<Grades>('grades.json', parseGrades);
	readonly value = this.#document<Value>('value.json', parseValue);
	readonly retention = this.#document<Retention>('retention.json', parseRetention);
	readonly customers = this.#file<CustomerTable>(
		'customers.parquet',
		async (bytes) => prepare(await parseCustomers(bytes)),
		() => void reader().catch(() => {}),
	);
	/** Another report has been published since. */
	outdated = $state(false);
	#reading: Promise<void> | undefined;

	/** Reads the pointer, and starts to look for a newer one. */
	open(): void {
		this.#reading = this.pointer.retry();
		const look = () => void this.look();
		setInterval(look, lookEvery);
		document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && look());
	}

	/** Reads the pointer again after it failed, and with it every file that waited. */
	async reopen(): Promise<void> {
		this.#reading = this.pointer.retry();
		await this.#reading;
		for (const file of [this.overview, this.segments, this.grades, this.value, this.retention, this.customers]) {
			if (file.loaded.state === 'failed') void file.retry();
		}
	}

	/** Compares the pointer with ours. No answer is no news. */
	async look(): Promise<void> {
		const ours = this.pointer.value;
		if (!ours) return;
		try {
			const theirs = parseLatest(await fetchPointer());
			this.outdated = theirs.scopes[scope]?.report !== ours.scopes[scope]?.report;
		} catch {}
	}

	#document<T>(name: string, parse: (document: unknown) => T): Resource<T> {
		return this.#file(name, async (bytes) => parse(readJSON(bytes, name)));
	}

	/** `ahead` is done while the file is on its way. */
	#file<T>(name: string, parse: (bytes: ArrayBuffer) => Promise<T>, ahead = () => {}): Resource<T> {
		return new Resource(name, async (again) => {
			ahead();
			await this.#reading;
			const pointer = this.pointer.loaded;
			if (pointer.state !== 'ready') throw new LoadError('missing', name, 'latest.json');
			const file = pointer.value.scopes[scope]?.files[name];
			if (!file) throw new LoadError('missing', name, 'latest.json');
			return parse(await fetchFile(name, file, again));
		});
	}
}
