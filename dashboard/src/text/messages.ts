import type { Lang } from '../view';
import * as customers from './customers';
import { en as customersEn } from './customers.en';
import * as grades from './grades';
import * as overview from './overview';
import { en as overviewEn } from './overview.en';
import * as segments from './segments';
import { en as segmentsEn } from './segments.en';
import * as shell from './shell';
import * as value from './value';

const ko = {
	shell: shell.ko,
	overview: overview.ko,
	segments: segments.ko,
	grades: grades.ko,
	customers: customers.ko,
	value: value.ko,
};

/** What every language must have: a missing translation does not compile. */
export type Messages = typeof ko;

const en: Messages = {
	shell: shell.en,
	overview: overviewEn,
	segments: segmentsEn,
	grades: grades.en,
	customers: customersEn,
	value: value.en,
};

export const messages: Record<Lang, Messages> = { ko, en };
