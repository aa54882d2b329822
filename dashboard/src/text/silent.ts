import type { Lang } from '../view';

// Words of the alarm for second visits.

const ko = {
	title: '두 번째 방문 알림',
	subtitle: (people: string, days: string) => `${people} · 첫 방문 뒤 문 연 날 ${days}이 지났어요`,
	unknown: '두 번째 방문까지 걸린 날을 아직 몰라요',
	define:
		'한 번만 오신 손님 가운데, 다시 오신 분들 넷 중 셋이 두 번째로 오셨던 날수(P75)보다 오래 조용한 분이에요. 문 닫은 날은 세지 않고, 이탈로 보는 날수를 넘긴 분은 빼요. 갓 지난 분일수록 아직 이 가게를 기억하세요.',
	columns: { customer: '손님', first: '첫 방문', days: '지난 날', spend: '첫 구매' },
	orders: { recent: '갓 지난 순', spend: '첫 구매 큰 순' },
	none: '지금 알릴 분이 없어요.',
	more: (shown: string, listed: string, cut: boolean) =>
		`${shown}명까지 보여요. CSV에는 ${cut ? '가장 최근에 지난 ' : ''}${listed}명이 있어요.`,
};

type Text = typeof ko;

const en: Text = {
	title: 'Second-visit alarm',
	subtitle: (people, days) => `${people} · more than ${days} open since their one visit`,
	unknown: 'It is not known yet how long second visits take',
	define:
		'Of those who came once: silent for longer than three in four of those who came again took for their second visit (P75). Days the shop was closed do not count, and whoever counts as lapsed is left out. Those just over it still remember the shop.',
	columns: { customer: 'Customer', first: 'First visit', days: 'Open days since', spend: 'First spend' },
	orders: { recent: 'Just over', spend: 'Largest first' },
	none: 'Nobody to tell of now.',
	more: (shown, listed, cut) => `The first ${shown}. The CSV has ${cut ? 'the latest ' : ''}${listed}.`,
};

export const silentText: Record<Lang, Text> = { ko, en };
