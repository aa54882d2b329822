import type { Cause } from '../data/error';
import type { Warning } from '../data/types';
import type { PageName } from '../view';

type WarningText = Record<Warning['code'], (n: string, need: string) => string>;

const pagesKo: Record<PageName, string> = {
	overview: '오늘 아침',
	segments: '세그먼트',
	grades: '등급',
	customers: '손님',
	value: '가치',
	retention: '유지',
};

const warningsKo: WarningText = {
	few_customers: (n, need) => `손님이 ${n}명이라 아직 점수를 내지 않아요. ${need}명이 되면 세그먼트를 나눠요.`,
	frequency_by_thresholds: () => '한두 번 오신 손님이 많아서, 방문 횟수는 등분 대신 정해진 칸으로 나눴어요.',
	rhythm_missing: () => '두 번 오신 손님이 아직 없어서, 방문 간격 대신 등분으로 최근성을 나눴어요.',
	map_changed: (n) => `점수 칸 수가 ${n}칸으로 바뀌어서, 이번에는 옮겨 간 손님을 세지 않았어요.`,
	orphan_links: (n) => `원래 판매를 아직 찾지 못한 환불·취소가 ${n}건 있어요. 판매가 오면 밤에 저절로 이어져요.`,
	refund_exceeds_sale: (n) => `판 금액보다 많이 환불된 판매가 ${n}건 있어요. 판 금액까지만 셌어요.`,
	void_of_void: (n) => `취소를 다시 취소한 기록이 ${n}건 있어요. 셈에 넣지 않았어요.`,
	duplicate_id: (n) => `같은 거래 번호가 두 날에 적힌 것이 ${n}건 있어요.`,
	duplicate_receipt: (n) => `영수증 번호가 겹치는 거래가 ${n}건 있어요. 같은 판매가 두 번 왔을지 몰라요.`,
	transaction_conflict: (n) => `같은 번호로 다른 내용이 온 거래가 ${n}건 있어요. 먼저 온 것을 셌어요.`,
	quarantined: (n) => `읽지 못해 따로 둔 거래가 ${n}건 있어요.`,
	clock_skew: (n) => `포스 시계가 어긋난 거래가 ${n}건 있어요.`,
	benefit_unknown: (n) => `계산에 적힌 혜택 ${n}건이 등급 기준에 없는 이름이에요. 비용에 넣지 않았어요.`,
	pin_unknown_grade: (n) => `손으로 준 등급 ${n}개가 지금 등급 기준에 없어요. 그 손님들은 기록대로 정했어요.`,
	late_upload: (n) => `늦게 올라온 거래가 ${n}건 있어요. 셈에는 들어갔어요.`,
	unresolved_customers: (n) => `손님이 적혀 있지만 누구인지 찾지 못한 거래가 ${n}건 있어요. 비회원으로 셌어요.`,
};

const causesKo: Record<Cause, string> = {
	missing: '리포트가 있다고 한 파일이 그 자리에 없어요.',
	refused: '이 파일을 볼 권한이 없다고 해요. 다시 로그인해 주세요.',
	unreachable: '서버가 답하지 않아요. 인터넷 연결을 살펴봐 주세요.',
	broken: '서버가 오류로 답했어요.',
	corrupt: '받은 파일이 리포트에 적힌 것과 달라요. 틀린 숫자를 보여 드리지 않으려고 멈췄어요.',
	unreadable: '파일은 왔지만 약속한 모양이 아니에요.',
};

export const ko = {
	brand: '단골',
	pages: pagesKo,
	pagesLabel: '쪽',
	stores: (n: number, count: string) => (n === 1 ? '한 곳' : `전체 ${count}곳`),
	language: '언어',
	toDark: '어둡게',
	toLight: '밝게',
	skip: '본문으로 건너뛰기',
	upTo: (asOf: string, yesterday: string, stale: boolean) =>
		stale ? `${yesterday} 영업분까지` : `${asOf} · 어제(${yesterday}) 영업분까지`,
	notes: (n: string) => `알아 두실 것 ${n}가지`,
	warnings: warningsKo,
	unknownWarning: (code: string, n: string) => `새로운 알림: ${code} ${n}`,
	definition: '정의',
	asTable: '표로 보기',
	asPicture: '그림으로 보기',
	csv: 'CSV',
	csvOf: (title: string) => `${title} CSV 받기`,
	tableOf: (title: string) => `${title}, 표`,
	loading: '불러오는 중이에요',
	again: '다시 읽기',
	causes: causesKo,
	files: {
		'overview.json': '오늘 아침',
		'segments.json': '세그먼트',
		'grades.json': '등급',
		'value.json': '가치',
		'retention.json': '유지',
		'customers.parquet': '손님 명단',
		page: '화면',
	} as Record<string, string>,
	failed: (name: string) => `${name} 자료를 읽지 못했어요`,
	failedAll: '리포트를 읽지 못했어요',
	restStays: '다른 칸은 그대로 보실 수 있어요.',
	currencyMissing: 'overview.json을 읽지 못해 통화를 몰라요. 금액 자리는 비워 두었어요.',
	empty: {
		title: '아직 리포트가 없어요',
		what: '첫 판매가 들어온 다음 날 새벽, 장부를 정리하고 나면 여기에 일별 매출과 단골, 세그먼트, 등급이 보여요.',
		todo: '지금 하실 일은 하나예요. 매장 키를 만들어 포스에 넣어 주세요.',
		again: '리포트가 나왔는지 보기',
	},
	old: {
		title: (n: number) => (n === 1 ? '하루 전 리포트예요.' : `${n}일 전 리포트예요.`),
		nights: (first: string, last: string, n: number) => {
			if (n === 1) return `${first} 새벽의 정리가 아직 끝나지 않았어요.`;
			return `${first}${n === 2 ? '과 ' : '부터 '}${last}${n === 2 ? '' : '까지'} 새벽의 정리가 끝나지 않았어요.`;
		},
		upTo: (day: string) => `숫자는 ${day} 영업분까지예요.`,
		how: '무엇을 하면 되나요',
		answer: '새벽 정리를 다시 돌리면 빠진 날까지 한 번에 채워져요. 거래는 사라지지 않고 장부에 그대로 있어요.',
	},
	newer: {
		title: '새 리포트가 나왔어요.',
		stays: '지금 보시는 숫자는 한 리포트의 것이라 그대로 두었어요.',
		open: '새 리포트 열기',
	},
	total: '모두',
	previous: '이전',
	next: '다음',
};

export type ShellText = typeof ko;

export const en: ShellText = {
	brand: 'Dangol',
	pages: {
		overview: 'This morning',
		segments: 'Segments',
		grades: 'Grades',
		customers: 'Customers',
		value: 'Value',
		retention: 'Retention',
	},
	pagesLabel: 'Pages',
	stores: (n, count) => (n === 1 ? 'one store' : `all ${count} stores`),
	language: 'Language',
	toDark: 'Dark',
	toLight: 'Light',
	skip: 'Skip to the page',
	upTo: (asOf, yesterday, stale) => (stale ? `up to ${yesterday}` : `${asOf} · up to yesterday (${yesterday})`),
	notes: (n) => `${n} to bear in mind`,
	warnings: {
		few_customers: (n, need) => `With ${n} customers it is too early for scores. Segments begin at ${need}.`,
		frequency_by_thresholds: () =>
			'Most customers came once or twice, so visits are scored by fixed steps, not by equal parts.',
		rhythm_missing: () => 'Nobody has come twice yet, so recency is scored by equal parts, not by rhythm.',
		map_changed: (n) =>
			`There are ${n} score bins now, which is not the number before: no movements are counted this time.`,
		orphan_links: (n) => `${n} refunds or voids name a sale we have not seen yet. They join it the night it arrives.`,
		refund_exceeds_sale: (n) => `${n} sales were refunded for more than they took. Only what they took is counted.`,
		void_of_void: (n) => `${n} voids name another void. They change nothing.`,
		duplicate_id: (n) => `${n} transaction ids appear on two days.`,
		duplicate_receipt: (n) => `${n} transactions share a receipt number. Some sale may have come twice.`,
		transaction_conflict: (n) => `${n} transactions came again with other contents. The first one counts.`,
		quarantined: (n) => `${n} transactions could not be read and were set aside.`,
		clock_skew: (n) => `${n} transactions carry a till clock that is off.`,
		benefit_unknown: (n) => `${n} benefits named by sales are not in the policy. Their cost is not counted.`,
		pin_unknown_grade: (n) => `${n} grades given by hand are not in the policy. Those customers go by their record.`,
		late_upload: (n) => `${n} transactions were uploaded late. They are counted.`,
		unresolved_customers: (n) => `${n} transactions name a customer nobody could find. They count as anonymous.`,
	},
	unknownWarning: (code, n) => `A new notice: ${code} ${n}`,
	definition: 'Definition',
	asTable: 'As a table',
	asPicture: 'As a picture',
	csv: 'CSV',
	csvOf: (title) => `Download ${title} as CSV`,
	tableOf: (title) => `${title}, table`,
	loading: 'Loading',
	again: 'Read again',
	causes: {
		missing: 'The report names this file, but it is not there.',
		refused: 'We are not allowed to see this file. Please sign in again.',
		unreachable: 'The server does not answer. Please look at the connection.',
		broken: 'The server answered with an error.',
		corrupt: 'The file is not the one the report names. We stopped rather than show a wrong figure.',
		unreadable: 'The file came, but not in the promised shape.',
	},
	files: {
		'overview.json': 'This morning',
		'segments.json': 'Segments',
		'grades.json': 'Grades',
		'value.json': 'Value',
		'retention.json': 'Retention',
		'customers.parquet': 'Customers',
		page: 'This page',
	},
	failed: (name) => `${name} could not be read`,
	failedAll: 'The report could not be read',
	restStays: 'The other sheets are fine.',
	currencyMissing: 'Without overview.json the currency is not known, so amounts are left out.',
	empty: {
		title: 'There is no report yet',
		what: 'The night after the first sale we close the books, and from then on daily sales, regulars, segments and grades are here.',
		todo: 'There is one thing to do now: make a store key and put it into the till.',
		again: 'See if the report is there',
	},
	old: {
		title: (n) => (n === 1 ? 'This report is one day old.' : `This report is ${n} days old.`),
		nights: (first, last, n) => {
			if (n === 1) return `The night run of ${first} has not finished.`;
			return `The night runs of ${first} ${n === 2 ? 'and' : 'to'} ${last} have not finished.`;
		},
		upTo: (day) => `Figures go up to ${day}.`,
		how: 'What to do',
		answer:
			'Run the night again and every missing day is filled in at once. No sale is lost: all of them are in the ledger.',
	},
	newer: {
		title: 'A new report is out.',
		stays: 'What you see is all from one report, so we left it as it is.',
		open: 'Open the new report',
	},
	total: 'All',
	previous: 'Previous',
	next: 'Next',
};
