import type { Lang } from '../view';

// Words of who brings others. They are fetched with the sheets.

const ko = {
	title: '소개와 가치',
	subtitle: (from: string) => `${from}부터 12개월 동안 소개로 오신 분 · 앞으로 12개월 CLV와 나란히`,
	define: (cut: string) =>
		`위쪽은 CLV가 ${cut}(0보다 큰 CLV의 중앙값)보다 큰 손님, 오른쪽은 소개 가치가 0보다 큰 손님이에요. 소개해 주시는 분은 드물어서, 소개 쪽을 중앙값으로 가르면 소개해 주신 분 절반이 낮은 칸에 들어가 버려요. 이름은 Kumar·Petersen·Leone(2007)의 네 칸에서 왔어요.`,
	quadrants: {
		champions: ['챔피언', '많이 쓰시고, 데려오세요'],
		affluents: ['큰손', '많이 쓰시지만 데려오신 분은 없어요'],
		advocates: ['추천 손님', '적게 쓰셔도 데려오세요'],
		misers: ['조용한 손님', '아직 어느 쪽도 높지 않아요'],
	} as Record<string, [string, string]>,
	axes: { clv: 'CLV', referral: '소개 가치', high: '높음', low: '낮음' },
	cell: { clv: 'CLV', friends: (n: string) => `소개로 오신 ${n}명` },
	columns: { quadrant: '칸', people: '사람', clv: 'CLV', friends: '데려온 손님' },
	unseen: '소개가 없었어도 오셨을 분인지는 아무도 볼 수 없어요. 그래서 친구 CLV의 일부만 소개 덕으로 셈해요.',
	value: (share: string, cost: string) =>
		`소개 가치 = 친구 CLV의 ${share} + 나머지 몫의 모객비(${cost}). 순서를 보려는 값이라 어떤 합계에도 더하지 않아요.`,
	free: (share: string) =>
		`소개 가치 = 친구 CLV의 ${share}. 모객비를 적지 않으셔서 아낀 모객비는 0으로 봤어요. 순서를 보려는 값이라 어떤 합계에도 더하지 않아요.`,
	waiting: (people: string) => `가입하고 아직 사지 않은 ${people}은 세지 않았어요.`,
	refused: (n: string, reasons: string) => `세지 않은 소개 ${n}건: ${reasons}.`,
	reasons: {
		self: (n: string) => `자기 자신 ${n}`,
		household: (n: string) => `한 가족 ${n}`,
		circular: (n: string) => `서로 소개 ${n}`,
		again: (n: string) => `먼저 소개한 분이 있음 ${n}`,
	},
	noForecast: '앞으로의 가치를 아직 말할 수 없어 네 칸으로 나누지 않았어요.',
	none: '12개월 안에 소개로 오신 손님이 아직 없어요. 가입하실 때 “누구 소개로 오셨어요?”라고 여쭙고 전화번호나 소개 코드를 적어 주세요. 소개 코드는 포스의 손님 화면에 있어요.',
	top: {
		title: '많이 데려오신 손님',
		subtitle: (people: string, friends: string) => `${people}께서 ${friends}을 데려오셨어요 · 소개 가치 순`,
		columns: {
			customer: '손님',
			friends: '데려온 손님',
			waiting: '가입만',
			value: '소개 가치',
			clv: '자신의 CLV',
			quadrant: '칸',
		},
		more: (shown: string, listed: string) => `위에서 ${shown}명까지예요. CSV에는 ${listed}명이 있어요.`,
	},
};

type Text = typeof ko;

const en: Text = {
	title: 'Referrals and worth',
	subtitle: (from) => `Who came through others in the 12 months from ${from} · beside the CLV of the next 12 months`,
	define: (cut) =>
		`Above: CLV beyond ${cut}, the median of those above 0. Right: a referral value above 0. Few customers bring others, so a median there would call half of those who do low. The four names are Kumar, Petersen and Leone’s (2007).`,
	quadrants: {
		champions: ['Champions', 'spend much and bring others'],
		affluents: ['Affluents', 'spend much, have brought nobody'],
		advocates: ['Advocates', 'spend little, bring others'],
		misers: ['Misers', 'neither is high yet; the word is the literature’s'],
	},
	axes: { clv: 'CLV', referral: 'Referral value', high: 'high', low: 'low' },
	cell: { clv: 'CLV', friends: (n) => `brought ${n}` },
	columns: { quadrant: 'Quadrant', people: 'People', clv: 'CLV', friends: 'Brought' },
	unseen: 'Whether a friend would have come anyway cannot be seen. So only a part of a friend’s CLV counts.',
	value: (share, cost) =>
		`Referral value = ${share} of a friend’s CLV + the rest of what winning one costs (${cost}). It ranks customers and is added to no total.`,
	free: (share) =>
		`Referral value = ${share} of a friend’s CLV. Nobody has entered what winning a customer costs, so what was saved counts as 0. It ranks customers and is added to no total.`,
	waiting: (people) => `Not counted: ${people} who joined and have bought nothing yet.`,
	refused: (n, reasons) => `Referrals that count for nobody: ${n} (${reasons}).`,
	reasons: {
		self: (n) => `themselves ${n}`,
		household: (n) => `one household ${n}`,
		circular: (n) => `each other ${n}`,
		again: (n) => `brought already ${n}`,
	},
	noForecast: 'What is to come cannot be said yet, so there are no quadrants.',
	none: 'Nobody came through another customer in 12 months. When somebody joins, ask who brought them and enter that telephone number or referral code. The code is on the till’s customer screen.',
	top: {
		title: 'Who brings most',
		subtitle: (people, friends) => `${people} brought ${friends} · by referral value`,
		columns: {
			customer: 'Customer',
			friends: 'Brought',
			waiting: 'Only joined',
			value: 'Referral value',
			clv: 'Own CLV',
			quadrant: 'Quadrant',
		},
		more: (shown, listed) => `The first ${shown}. The CSV has ${listed}.`,
	},
};

export const referralText: Record<Lang, Text> = { ko, en };
