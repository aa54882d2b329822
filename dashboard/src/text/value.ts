import type { Sentence, Standout } from '../model/piece';

export const ko = {
	subtitle: '매출이 손님들 사이에 어떻게 퍼져 있는지 · 첫 거래부터 지금까지',
	lead: {
		top: (percent: string, people: string, share: Standout): Sentence => [
			`가장 많이 쓰신 ${percent}(${people})가 회원 매출의 `,
			share,
			'를 만들었어요. ',
		],
		makers: (people: Standout, share: string): Sentence => ['매출의 80%는 ', people, `(${share})에게서 나왔어요.`],
	},
	curve: {
		title: '손님과 매출의 곡선',
		subtitle: '많이 쓰신 손님부터 세었을 때, 매출이 얼마나 쌓이는지 · 잰 값이지 20:80을 가정하지 않아요',
		people: '손님',
		sales: '매출',
		even: '모두 똑같이 쓰셨다면',
		top: (percent: string, share: string) => `상위 ${percent} → 매출 ${share}`,
		makers: (people: string, share: string) => `매출 80% ← ${people}(${share})`,
		label: '손님 비중과 매출 비중의 누적 곡선. 좌우 화살표로 점을 옮길 수 있어요.',
		define:
			'금액(M)이 0보다 큰 손님을 많이 쓰신 순서로 세우고, 앞에서부터 더해 온 매출의 몫이에요. 선이 왼쪽 위로 부풀수록 적은 손님이 많은 매출을 만들어요.',
		columns: { people: '손님 비중', sales: '매출 비중' },
	},
	tops: {
		title: '상위 손님의 몫',
		subtitle: '사람 수는 올림해서 세요',
		columns: { percent: '상위', people: '사람', sales: '쓰신 금액', share: '매출 비중', each: '한 명에' },
		define: '가장 많이 쓰신 1·5·10·20·50%가 만든 매출이에요. 금액은 첫 거래부터의 합계예요.',
		more: (percent: string) => `상위 ${percent}`,
	},
	gini: {
		title: '지니 계수',
		subtitle: '한 숫자로 말하면',
		meaning: '0이면 모두 똑같이 쓰신 것이고, 1에 가까울수록 한 분이 거의 다 쓰신 거예요.',
		small: '손님이 두 명은 되어야 뜻이 있어요.',
		define: '로렌츠 곡선과 똑같이 쓰는 선 사이 넓이의 두 배예요. 작은 표본 보정은 하지 않았어요.',
		even: '0 모두 똑같이',
		one: '1 한 분이 모두',
	},
	none: '금액이 있는 손님이 아직 없어요. 첫 회원 판매가 정리되면 곡선을 그려 드려요.',
	footer: (people: string, sales: string) =>
		`금액이 있는 손님 ${people}, 모두 ${sales}. 배달비와 포인트·쿠폰 결제는 빼요.`,
};

export type ValueText = typeof ko;

export const en: ValueText = {
	subtitle: 'How sales are spread over customers · since the first sale',
	lead: {
		top: (percent, people, share) => [`The top ${percent} (${people}) made `, share, ' of member sales. '],
		makers: (people, share) => [people, ` (${share}) made 80% of it.`],
	},
	curve: {
		title: 'Customers and sales',
		subtitle: 'Sales added up from the best customers on · measured, not assumed to be 20:80',
		people: 'Customers',
		sales: 'Sales',
		even: 'if all had spent alike',
		top: (percent, share) => `top ${percent} → ${share} of sales`,
		makers: (people, share) => `80% of sales ← ${people} (${share})`,
		label: 'Cumulative curve of customers and sales. Use the left and right arrow keys to move along.',
		define:
			'Customers with M above 0, best first, and the share of sales added up along them. The more the line swells to the upper left, the fewer customers make much of the sales.',
		columns: { people: 'Of customers', sales: 'Of sales' },
	},
	tops: {
		title: 'What the top makes',
		subtitle: 'People are rounded up',
		columns: { percent: 'Top', people: 'People', sales: 'Spent', share: 'Of sales', each: 'Each' },
		define: 'Sales made by the best 1, 5, 10, 20 and 50% of customers, since the first sale.',
		more: (percent) => `top ${percent}`,
	},
	gini: {
		title: 'Gini coefficient',
		subtitle: 'In one number',
		meaning: '0 means all spent alike; near 1 means one customer spent almost everything.',
		small: 'It takes two customers to mean something.',
		define: 'Twice the area between the Lorenz curve and the line of equal spending, without small-sample correction.',
		even: '0 all alike',
		one: '1 one has all',
	},
	none: 'No customer has spent anything yet. The curve appears after the first member sale is in the books.',
	footer: (people, sales) =>
		`${people} with M above 0, ${sales} in all. Without delivery and what points or coupons paid.`,
};
