import type { Component } from 'svelte';
import Customers from './pages/customers/Customers.svelte';
import Grades from './pages/grades/Grades.svelte';
import Overview from './pages/overview/Overview.svelte';
import Retention from './pages/retention/Retention.svelte';
import Segments from './pages/segments/Segments.svelte';
import Value from './pages/value/Value.svelte';
import type { PageName } from './view';

/** The pages, in the order of their tabs. A new page is a line here, in PageName and in the texts. */
export const pages: Record<PageName, Component> = {
	overview: Overview,
	segments: Segments,
	grades: Grades,
	customers: Customers,
	value: Value,
	retention: Retention,
};
