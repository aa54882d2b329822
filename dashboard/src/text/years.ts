import type { Lang } from '../view';

// Words of this year beside last year, and of what the best have in common.

const ko = {
	title: '지난 12개월과 그 앞 12개월',
	subtitle: '굵은 선은 지난 12개월, 가는 선은 그 앞 12개월 · 회원 매출',
	alone: '지난 12개월 · 회원 매출 · 그 앞 12개월은 기록이 모자라 그리지 않았어요',
	define:
		'각 12개월에 금액(M)이 0보다 큰 손님만 세어, 많이 쓰신 분부터 더한 곡선이에요. 두 해의 손님은 같은 사람이 아닐 수 있어요. 차이는 재기만 하고 까닭은 말하지 않아요.',
	columns: { percent: '상위', people: '사람', now: '이 해', before: '앞 해', change: '차이' },
	more: (percent: string) => `상위 ${percent}`,
	makers: '매출 80%를 만든 손님',
	gini: '지니 계수',
	margin: (rate: string, assumed: boolean) =>
		`마진으로 그려도 같은 곡선이에요: 마진율이 하나(${rate}${assumed ? ', 어림' : ''})뿐이라 모든 몫이 그대로예요. 품목마다 마진을 적는 곳은 아직 없어요.`,
	label: '두 해의 손님 비중과 매출 비중의 누적 곡선. 좌우 화살표로 점을 옮길 수 있어요.',
	common: {
		title: '상위 20%는 무엇으로 시작했나',
		subtitle: (top: string, rest: string, since: string) =>
			`지난 12개월에 많이 쓰신 20%(${top})와 나머지(${rest})\u2060의 첫 방문 · ${since} 이후에 처음 오신\u00a0분`,
		define:
			'첫 방문은 누구에게나 한 번이라, 자주 오신 분이 유리하지 않아요. 첫 영수증의 품목·시간·요일·채널·매장을 견주어, 차이의 95% 구간(Newcombe)이 0보다 위에 있고 여러 번 견준 것을 고친 뒤(Holm)에도 남는 것만 적어요.',
		kinds: { product: '첫 품목', hours: '시간', weekday: '요일', channel: '채널', store: '매장' } as Record<
			string,
			string
		>,
		hours: (from: string, to: string) => `${from}–${to}시`,
		channels: { store: '매장 방문', delivery: '배달', online: '온라인' } as Record<string, string>,
		columns: { trait: '첫 방문', top: '상위 20%', rest: '나머지', difference: '차이', interval: '95% 구간' },
		some: (compared: string, need: string) =>
			`${compared}가지를 견주었어요(${need}명은 되는 것만). 많이 견주면 우연히도 남으니 Holm으로 고쳤고, 그래도 스무 가게에 한 곳은 우연이에요. 까닭이 아니라 함께 보인 것이에요.`,
		none: (compared: string) => `${compared}가지를 견주었지만, 우연이라 하기 어려운 차이는 없었어요.`,
		few: (need: string) => `견줄 손님이 아직 적어요. 상위 20%와 나머지가 각각 ${need}명은 되어야 해요.`,
	},
};

type Text = typeof ko;

const en: Text = {
	title: 'The last 12 months and the 12 before',
	subtitle: 'Thick: the last 12 months · thin: the 12 before · member sales',
	alone: 'The last 12 months · member sales · there is too little of the 12 before to draw',
	define:
		'Customers with M above 0 in each 12 months, best first, and the share of sales added up along them. The two years’ customers need not be the same people. The difference is measured; why is not said.',
	columns: { percent: 'Top', people: 'People', now: 'This year', before: 'Year before', change: 'Change' },
	more: (percent) => `top ${percent}`,
	makers: 'Who made 80% of sales',
	gini: 'Gini coefficient',
	margin: (rate, assumed) =>
		`By margin it is the same curve: there is one margin rate (${rate}${assumed ? ', assumed' : ''}), so every share stays. There is nowhere to enter a margin by product yet.`,
	label: 'Cumulative curves of customers and sales of two years. Use the left and right arrow keys to move along.',
	common: {
		title: 'What the top 20% began with',
		subtitle: (top, rest, since) =>
			`First visits of the top 20% by the last 12 months (${top}) and of the rest (${rest}) · who first came since ${since}`,
		define:
			'Everybody has one first visit, so coming often is no advantage. Product, hour, weekday, channel and store of the first receipt are compared; listed is what has a 95% interval of the difference (Newcombe) above 0 and stands after correcting for many comparisons (Holm).',
		kinds: { product: 'First product', hours: 'Hours', weekday: 'Weekday', channel: 'Channel', store: 'Store' },
		hours: (from, to) => `${from}–${to} h`,
		channels: { store: 'in store', delivery: 'delivery', online: 'online' },
		columns: { trait: 'First visit', top: 'Top 20%', rest: 'Rest', difference: 'Difference', interval: '95% interval' },
		some: (compared, need) =>
			`${compared} comparisons were made (of what ${need} customers have). Many comparisons find things by chance, so they are corrected by Holm; even so it is chance in one shop of twenty. Seen together is not the cause.`,
		none: (compared) => `${compared} comparisons were made, and none shows more than chance would.`,
		few: (need) => `There are too few customers to compare: it takes ${need} in the top 20% and in the rest.`,
	},
};

export const yearsText: Record<Lang, Text> = { ko, en };
