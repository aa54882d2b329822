import type { components } from '../generated/api';

type Schemas = components['schemas'];

export type Latest = Schemas['Latest'];
export type ReportFile = Schemas['File'];
export type Merchant = Schemas['Merchant'];
export type Warning = Schemas['Warning'];
export type Overview = Schemas['Overview'];
export type Period = Schemas['Period'];
export type SpanTotal = Schemas['SpanTotal'];
export type DaySales = Schemas['DaySales'];
export type GradeShare = Schemas['GradeShare'];
export type SegmentShare = Schemas['SegmentShare'];
export type Regulars = Schemas['Regulars'];
export type QuietCustomer = Schemas['QuietCustomer'];
export type Segments = Schemas['Segments'];
export type Cell = Schemas['Cell'];
export type Cuts = Schemas['Cuts'];
export type Methods = Schemas['Methods'];
export type SegmentRow = Schemas['SegmentRow'];
export type Movement = Schemas['Movement'];
export type Grades = Schemas['Grades'];
export type GradeRow = Schemas['GradeRow'];
export type Migration = Schemas['Migration'];
export type Falling = Schemas['Falling'];
export type Pin = Schemas['Pin'];
export type Effect = Schemas['Effect'];
export type Points = Schemas['Points'];
export type PointsMonth = Schemas['PointsMonth'];
export type PointsFlow = Schemas['PointsFlow'];
export type PointsPeriod = Schemas['PointsPeriod'];
export type PointsGrade = Schemas['PointsGrade'];
export type Value = Schemas['Value'];
export type Pareto = Schemas['Pareto'];
export type Retention = Schemas['Retention'];
export type SlippingCustomer = Schemas['SlippingCustomer'];
export type StageRow = Schemas['StageRow'];
export type Step = Schemas['Step'];
export type Cohort = Schemas['Cohort'];
export type Economics = Schemas['Economics'];
export type Reason = Schemas['Reason'];
export type WorthTotal = Schemas['WorthTotal'];
export type WorthRow = Schemas['WorthRow'];
export type FitClass = Schemas['Class'];

/** What every document of a report begins with. */
export type Head = Pick<Overview, 'asOf' | 'policyVersion' | 'base' | 'warnings'>;
