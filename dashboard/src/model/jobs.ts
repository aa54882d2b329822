import type { Overview } from '../data/types';
import type { View } from '../view';

/** Something to do today: a list to open, and how many are on it. */
export interface Job {
	kind: JobKind;
	/** Null while it takes the customers' file, which is not read, to know. */
	customers: number | null;
	sales: number | null;
	to: Partial<View>;
}

export type JobKind = 'quiet' | 'near' | SegmentJob;
const segmentJobs = ['CannotLose', 'AtRisk', 'NeedsAttention', 'New', 'Recent', 'Lapsed', 'First'] as const;
export type SegmentJob = (typeof segmentJobs)[number];

const jobsMax = 5;

/** Today's jobs, those that lose us most first, leaving out lists with nobody on them. */
export function jobs(overview: Overview, near: number | null): Job[] {
	const { weekCount, weekSales } = overview.regulars;
	const list: Job[] = [];
	if (weekCount > 0) {
		list.push({ kind: 'quiet', customers: weekCount, sales: weekSales, to: { page: 'customers', list: 'quiet' } });
	}
	for (const kind of segmentJobs) {
		const segment = overview.segments.find((s) => s.name === kind);
		if (segment && segment.customers > 0) {
			list.push({ kind, customers: segment.customers, sales: segment.sales, to: { page: 'customers', segment: kind } });
		}
	}
	if (overview.grades.length > 1 && overview.customers.buyers > 0 && near !== 0) {
		const job: Job = { kind: 'near', customers: near, sales: null, to: { page: 'customers', list: 'near' } };
		list.splice(jobsMax - 1, 0, job);
	}
	return list.slice(0, jobsMax);
}
