import type { Lang } from '../view';

const ko = {
	owed: {
		title: '손님에게 빚진 포인트',
		subtitle: (people: string, value: string) => `${people}이 지금 쓸 수 있는 포인트 · 1포인트에 ${value}`,
		all: '지금 쓸 수 있음',
		money: (amount: string) => `${amount}어치`,
		pending: '아직 못 쓰는 적립',
		held: '계산대가 잡아 둔 것',
		debt: '돌려받을 것',
		soon: (days: string) => `${days}일 안에 소멸`,
		nobody: '없음',
		by: '언제 소멸하나요',
		later: (months: string) => `그 뒤 ${months}달`,
		none: '쓸 수 있는 포인트를 가진 분이 아직 없어요.',
		columns: { month: '소멸하는 달', points: '포인트', money: '금액', people: '사람' },
		define:
			'오늘이 시작될 때 손님들이 쓸 수 있던 포인트를, 소멸하는 달로 나눴어요. 포인트는 그 달 마지막 날 24시에 소멸해요. 한 분이 여러 달에 걸쳐 있을 수 있어요. 아직 못 쓰는 적립, 계산대가 잡아 둔 것, 쓴 뒤에 환불되어 돌려받을 것은 따로 세요. 잊어 달라고 한 손님의 포인트는 빚이 아니에요.',
	},
	flow: {
		title: '적립, 사용, 소멸',
		subtitle: (from: string, to: string) => `${from} – ${to} · 달마다, 판매는 영업일로`,
		columns: {
			month: '달',
			issued: '적립',
			used: '사용',
			expired: '소멸',
			clawedBack: '환불로 거둠',
			returned: '환불로 돌려줌',
			adjusted: '손으로',
			forgotten: '잊음',
		},
		periods: { month: '이번 달', year: '지난 12개월', all: '처음부터' },
		breakage: (share: string, expired: string, issued: string, lots: string) =>
			`쓰이지 않고 소멸한 몫 ${share}: 기한이 지난 ${lots}달치 ${issued}P 가운데 ${expired}P.`,
		noBreakage: '쓰이지 않고 소멸한 몫은 기한이 지난 포인트가 생기면 보여 드려요.',
		define:
			'적립은 판매로 생긴 포인트, 사용은 계산에 쓴 포인트, 소멸은 마지막 날까지 쓰지 않은 포인트예요. 소멸은 알아챈 날이 아니라 마지막 날에 세요. 소멸한 몫은 기한이 지난 달들에 준 포인트(적립과 손으로 준 것) 가운데 소멸한 몫이라, 아직 쓸 수 있는 포인트는 들어가지 않아요.',
	},
	grades: {
		title: '등급별 포인트',
		subtitle: '지금 등급으로, 지난 12개월',
		columns: {
			grade: '등급',
			people: '가진 사람',
			available: '쓸 수 있음',
			issued: '적립',
			used: '사용',
			share: '쓴 몫',
		},
		define: '지금 등급인 손님들이 지난 12개월에 적립하고 사용한 포인트예요. 쓴 몫은 사용을 적립으로 나눈 값이에요.',
	},
	points: (n: string) => `${n}P`,
};

const en: typeof ko = {
	owed: {
		title: 'Points the shop owes',
		subtitle: (people, value) => `What ${people} can spend now · one point pays ${value}`,
		all: 'To spend now',
		money: (amount) => `worth ${amount}`,
		pending: 'Earned, not yet to spend',
		held: 'Held by a till',
		debt: 'To be paid back',
		soon: (days) => `Runs out within ${days} days`,
		nobody: 'none',
		by: 'When it runs out',
		later: (months) => `${months} months after`,
		none: 'Nobody has points to spend yet.',
		columns: { month: 'Runs out in', points: 'Points', money: 'Worth', people: 'Customers' },
		define:
			'What customers could spend when today began, by the month it runs out in: at the end of that month’s last day. One customer may stand in several months. What is earned but not yet to spend, what a till holds, and what was spent and then taken back with a refund are counted apart. Points of customers who asked to be forgotten are no debt.',
	},
	flow: {
		title: 'Earned, used, run out',
		subtitle: (from, to) => `${from} – ${to} · by month; sales by their business day`,
		columns: {
			month: 'Month',
			issued: 'Earned',
			used: 'Used',
			expired: 'Ran out',
			clawedBack: 'Taken back',
			returned: 'Given back',
			adjusted: 'By hand',
			forgotten: 'Forgotten',
		},
		periods: { month: 'This month', year: 'Last 12 months', all: 'Since the beginning' },
		breakage: (share, expired, issued, lots) =>
			`Never used: ${share}. Of the ${issued} points that lasted to the ${lots} months now past, ${expired} ran out.`,
		noBreakage: 'How much is never used shows once points have run out.',
		define:
			'Earned is what sales gave, used what paid at a till, run out what nobody spent by its last day; it counts on that day, not when it was noticed. The share never used is of the points that were given (earned or by hand) to last to months that are past, so what can still be spent is not in it.',
	},
	grades: {
		title: 'Points by grade',
		subtitle: 'By the grade customers have now, over the last 12 months',
		columns: {
			grade: 'Grade',
			people: 'Have some',
			available: 'To spend',
			issued: 'Earned',
			used: 'Used',
			share: 'Part used',
		},
		define: 'What customers of each grade earned and used in the last 12 months. The part used is used by earned.',
	},
	points: (n) => `${n} P`,
};

export const pointsText: Record<Lang, typeof ko> = { ko, en };
