import type { Sentence, Standout } from '../model/piece';
import type { Lang } from '../view';

// Words of what comes with the forecast. They are fetched with its sheets.

const ko = {
	lead: (people: string, sales: Standout, clv: Standout): Sentence => [
		`앞으로 12개월, 지금 손님 ${people}께서 `,
		sales,
		'를 쓰실 것으로 보여요. 마진을 떼고 오늘 돈으로 치면 ',
		clv,
		'이에요.',
	],
	margin: (rate: string, assumed: boolean) =>
		assumed ? `마진율 ${rate}는 어림이에요 — 정책에 실제 마진율을 적어 주세요.` : `마진율은 정책에 적으신 ${rate}예요.`,
	tenths: {
		title: '앞으로 12개월의 가치',
		subtitle: '가치가 큰 손님부터 열 칸으로 나누어, 칸마다 합한 CLV',
		define:
			'CLV는 앞으로 12개월 동안 기대되는 방문일 × 하루에 쓰실 금액 × 마진율을 오늘 돈으로 낮춘 값이에요. 손님마다 한 번만 세고, 소개로 온 가치는 더하지 않아요.',
		name: (n: string) => `${n}번째 10%`,
		columns: {
			tenth: '손님',
			people: '사람',
			visits: '기대 방문일',
			sales: '기대 매출',
			clv: 'CLV',
			share: 'CLV 비중',
		},
	},
	by: {
		grades: '등급별 가치',
		segments: '세그먼트별 가치',
		subtitle: '앞으로 12개월 CLV의 합과 한 분의 몫',
		columns: { name: '이름', people: '사람', clv: 'CLV', each: '한 분에', share: 'CLV 비중' },
		define: '등급은 약속, 세그먼트는 예측이에요. 여기서는 둘 다 앞으로의 기대만 보여요.',
	},
	fit: {
		title: '모형이 얼마나 맞았나',
		subtitle: (day: string, error: string) =>
			`${day} 전까지만 보고 맞혀 본 뒤, 그 뒤의 실제와 견주었어요 · 한 분의 방문일 · 어긋남 ${error}`,
		define:
			'두 모형(BG/NBD, MBG/NBD)을 기준일 전 기록에만 맞추고, 그 뒤의 방문일을 다시 방문한 횟수별로 예측했어요. 어긋남은 칸마다 예측과 실제의 차이를 더해 실제로 나눈 값이고, 어긋남이 작은 쪽을 써요.',
		class: (n: string, more: boolean) => (more ? `재방문 ${n}번 이상` : `재방문 ${n}번`),
		columns: { class: '기준일까지', people: '사람', predicted: '예측', actual: '실제' },
		chosen: (model: string) => `${model} 모형을 썼어요.`,
		other: (model: string, error: string) => `${model} 모형의 어긋남은 ${error}였어요.`,
		undetermined: (model: string) => `${model} 모형은 이 기록으로 정해지지 않아요.`,
		spending: (mean: string, correlation: string) =>
			`하루에 쓰시는 금액은 감마-감마 모형으로 봐요. 손님 ${mean}의 기록이고, 자주 오시는 것과의 상관은 ${correlation}이에요.`,
	},
	refused: {
		title: '앞으로의 가치',
		lead: '아직 앞으로의 가치를 말씀드릴 수 없어요. 지어내지 않고 까닭을 적어 둘게요.',
	},
	reasons: {
		few_customers: (n: string, need: string) => `손님이 ${n}명이에요. ${need}명은 되어야 해요.`,
		few_repeaters: (n: string, need: string) => `다시 오신 손님이 ${n}명이에요. ${need}명은 되어야 해요.`,
		short_history: (n: string, need: string) => `기록이 ${n}주예요. ${need}주는 되어야 해요.`,
		no_later_visits: () => '맞혀 볼 기간에 방문이 없었어요.',
		visits_undetermined: () => '손님들이 서로 너무 비슷하거나 한쪽으로 치우쳐, 모형이 하나로 정해지지 않아요.',
		spending_undetermined: () => '쓰신 금액이 서로 너무 비슷해, 금액 모형이 하나로 정해지지 않아요.',
		spending_without_mean: () => '몇몇 큰 금액 때문에 평균을 말할 수 없어요.',
		one_year: (n: string, need: string) =>
			`기록이 ${n}주라 계절과 떠난 손님을 구별하기 어려워요. ${need}주가 넘으면 나아져요.`,
		spend_follows_visits: (n: string) => `자주 오실수록 쓰시는 금액도 달라요(상관 0.${n}). 모형은 둘이 따로라고 봐요.`,
		forecast_misses: (n: string) => `맞혀 본 기간에 ${n}%가 어긋났어요. 크기보다 순서로 읽어 주세요.`,
		nobody_leaves: () =>
			'이 기록에서는 떠난 분이 거의 보이지 않아요. 모두 남아 계신다고 보고 내다봤으니, 조용한 분은 따로 살펴 주세요.',
		few_hold_most: (n: string) =>
			`상위 1%가 매출의 ${n}%예요. 도매처럼 몇 분이 거의 다인 가게에서는 모형이 큰손님을 잘 몰라요.`,
	} as Record<string, (n: string, need: string) => string>,
};

type Text = typeof ko;

const en: Text = {
	lead: (people, sales, clv) => [
		`In the next 12 months today’s ${people} are expected to spend `,
		sales,
		'. As margin, in today’s money, that is ',
		clv,
		'.',
	],
	margin: (rate, assumed) =>
		assumed
			? `The margin of ${rate} is assumed: enter yours in the policy.`
			: `The margin of ${rate} is your policy's.`,
	tenths: {
		title: 'Worth of the next 12 months',
		subtitle: 'Customers in ten equal groups, most valuable first, and the CLV of each',
		define:
			'CLV is the expected visit days of the next 12 months × what is spent on such a day × the margin, discounted to today. Everybody counts once; referrals are not added.',
		name: (n) => `tenth ${n}`,
		columns: {
			tenth: 'Customers',
			people: 'People',
			visits: 'Visit days',
			sales: 'Sales',
			clv: 'CLV',
			share: 'Of CLV',
		},
	},
	by: {
		grades: 'Worth by grade',
		segments: 'Worth by segment',
		subtitle: 'CLV of the next 12 months, in all and each',
		columns: { name: 'Name', people: 'People', clv: 'CLV', each: 'Each', share: 'Of CLV' },
		define: 'A grade is a promise, a segment a forecast. Here both only say what is expected.',
	},
	fit: {
		title: 'How well the model did',
		subtitle: (day, error) =>
			`Fitted to what was known before ${day}, then compared with what came · visit days of one · off by ${error}`,
		define:
			'Both models (BG/NBD, MBG/NBD) are fitted to the records before the day, and foretell the visit days since by number of repeats. Off by: the differences added up over the actual sum. The one that is less off is used.',
		class: (n, more) => (more ? `${n} or more repeats` : n === '1' ? '1 repeat' : `${n} repeats`),
		columns: { class: 'Until that day', people: 'People', predicted: 'Foretold', actual: 'Came' },
		chosen: (model) => `${model} is used.`,
		other: (model, error) => `${model} was off by ${error}.`,
		undetermined: (model) => `The records do not determine ${model}.`,
		spending: (mean, correlation) =>
			`What is spent on a day comes from the gamma-gamma model, of ${mean}; its correlation with how often they come is ${correlation}.`,
	},
	refused: {
		title: 'Worth of the future',
		lead: 'We cannot say yet what is to come. Rather than make it up, here is why.',
	},
	reasons: {
		few_customers: (n, need) => `There are ${n} customers; it takes ${need}.`,
		few_repeaters: (n, need) => `${n} customers came again; it takes ${need}.`,
		short_history: (n, need) => `There are ${n} weeks of records; it takes ${need}.`,
		no_later_visits: () => 'Nobody came in the time the models were tried on.',
		visits_undetermined: () => 'Customers are too much alike, or too far to one side, for a model to settle.',
		spending_undetermined: () => 'What they spend is too much alike for a model to settle.',
		spending_without_mean: () => 'A few large amounts leave no mean to speak of.',
		one_year: (n, need) =>
			`With ${n} weeks of records a season looks like leaving. From ${need} weeks on it gets better.`,
		spend_follows_visits: (n) =>
			`What is spent goes with how often they come (${n} in a hundred). The model takes them apart.`,
		forecast_misses: (n) => `In the time it was tried on the model was off by ${n}%. Read the order, not the size.`,
		nobody_leaves: () =>
			'Hardly anybody is seen to leave in these records. The forecast takes all as staying: look at the silent ones yourself.',
		few_hold_most: (n) =>
			`The top 1% make ${n}% of sales. In a shop of a few large buyers, like a wholesaler, the model knows little of them.`,
	},
};

export const worthText: Record<Lang, Text> = { ko, en };
