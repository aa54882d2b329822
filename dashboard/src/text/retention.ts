import type { Sentence, Standout } from '../model/piece';
import type { Lang } from '../view';

// Words of the retention page. They are fetched with it.

const ko = {
	about: '누가 남고, 누가 떠나려 하는지',
	lead: {
		slipping: (people: Standout, money: Standout | null): Sentence =>
			money
				? [people, '이 자기 발걸음보다 두 배 넘게 조용해요. 앞으로 12개월의 마진 ', money, '이 걸려 있어요. ']
				: [people, '이 자기 발걸음보다 두 배 넘게 조용해요. '],
		none: '지금 자기 발걸음보다 늦은 손님은 없어요. ',
		silent: (people: Standout): Sentence => ['첫 방문 뒤 소식이 없는 분은 ', people, '이에요.'],
	},
	stages: {
		title: '손님의 한살이',
		subtitle: '방문이 있는 모든 손님은 꼭 한 칸에 있어요',
		define:
			'유치: 한 번 오셨고 두 번째가 아직 늦지 않음. 재방문: 두세 번. 유지: 네 번 넘게 오셔서 자기 발걸음이 있음. 평생고객: 첫 방문 뒤 오래 지났는데 여전히 제때. 이탈 조짐: 자기 간격의 두 배 넘게 조용함. 문 닫은 날은 세지 않아요.',
		names: {
			acquired: '유치',
			returned: '재방문',
			steady: '유지',
			lasting: '평생고객',
			silent: '첫 방문 뒤 조용',
			slipping: '이탈 조짐',
			lapsed: '이탈',
		} as Record<string, string>,
		columns: {
			stage: '단계',
			people: '사람',
			days: '머문 날(중앙값)',
			sales: '지난 12개월',
			expected: '앞으로 12개월',
		},
		wonBack: (people: string, days: string) => `떠났다가 최근 ${days} 안에 돌아오신 분 ${people}.`,
	},
	funnel: {
		title: '어디까지 오셨나',
		subtitle: '지금 계신지와 관계없이, 한 번이라도 닿은 단계',
		names: { first: '첫 방문', second: '두 번째 방문', steady: '네 번째 방문' } as Record<string, string>,
		/** The last step is a visit, too; who is due and may yet come is not there. */
		lasting: (months: string) => `첫 방문 ${months}개월 뒤의 방문`,
		columns: { step: '단계', people: '사람', share: '앞 단계에서', days: '걸린 날(중앙값)' },
		second: (tried: string, inTime: string, days: string) =>
			`시간이 넉넉했던 첫 손님 ${tried} 가운데 ${inTime}이 ${days} 안에 다시 오셨어요. 그 뒤에도 조용하면 두 번째 방문 알림을 드려요.`,
	},
	cohorts: {
		title: '같은 달에 처음 오신 손님',
		subtitle: '첫 방문 달마다, 몇 달 뒤에 다시 오신 비율',
		define:
			'가로는 첫 방문 뒤 지난 달, 칸은 그 달에 한 번이라도 오신 비율이에요. 비스듬한 마지막 칸은 아직 끝나지 않은 달이라 낮게 보여요.',
		month: '첫 방문',
		people: '사람',
		later: (n: string) => `${n}달 뒤`,
		incomplete: (month: string) => `테두리 칸은 아직 끝나지 않은 ${month}이에요.`,
		none: '첫 손님이 오시면 그 달부터 한 줄씩 늘어나요.',
		earlier: (people: string) => `그전에 처음 오신 ${people}은 여기 없어요.`,
		sales: '매출',
	},
	slipping: {
		title: '떠나려는 손님',
		subtitle: (people: string, sales: string) => `${people} · 지난 12개월 ${sales} · 걸린 돈이 큰 순서`,
		define:
			'조용한 날(문 연 날만)을 그분의 평소 간격으로 나눈 값이 2를 넘는 손님이에요. 걸린 돈 = 떠났을 확률 × 마진 × 하루 금액 × 아직 계시다면 12개월에 오실 방문일(모형, 오늘 돈). 아직 계신 것이 분명했다면 CLV에 더해졌을 돈이에요.',
		columns: {
			customer: '손님',
			last: '마지막',
			interval: '평소 간격',
			overdue: '몇 배',
			alive: '남아 있을 확률',
			sales: '지난 12개월',
			stake: '걸린 돈',
		},
		none: '지금은 아무도 없어요.',
		more: (shown: string, all: string) => `위에서 ${shown}명까지예요. CSV에는 ${all}명이 있어요.`,
		times: (n: string) => `${n}배`,
		all: '손님 목록에서 보기',
	},
	worth: {
		title: '다섯 분 더 남으시면',
		subtitle: (months: string, from: string) =>
			`이탈률: ${from}부터 앞 ${months}달에 오신 분 가운데 뒤 ${months}달에 안 오신 비율`,
		define:
			'한 손님의 CLV = m·r ÷ (1 + d − r). m은 한 분의 한 해 마진, r은 한 해 뒤에도 남는 비율, d는 할인율이에요. 첫해 마진은 빼요.',
		rate: '이탈률',
		retention: '한 해 뒤 남는 비율',
		margin: '한 분의 한 해 마진',
		active: '지난 12개월에 오신 손님',
		discount: '할인율',
		clv: '한 분의 CLV',
		total: '모두의 CLV',
		more: (points: string, money: Standout, gain: string): Sentence => [
			`${points} 더 남으시면 `,
			money,
			`이 더 생겨요(${gain}).`,
		],
		literature: '문헌에서는 5%p 덜 떠나면 이익이 25–85% 는다고 하지만, 여기 숫자는 이 가게의 것이에요.',
		shorter: (asked: string) => `기록이 짧아 정책의 ${asked}달 대신 짧은 기간으로 쟀어요.`,
		costs: (ratio: string) =>
			`새 손님 한 분을 모시는 값은 한 분을 지키는 값의 ${ratio}배예요(적어 주신 값). 문헌에서는 다섯 배가 넘는다고 해요.`,
		none: '아직 이탈률을 잴 만큼 기록이 길지 않아요. 여섯 달이 지나면 나와요.',
		reset: '처음 값으로',
	},
	rhythm: {
		title: '다시 오시는 간격',
		subtitle: (people: string) => `두 번 넘게 오신 ${people}의 평소 간격`,
		p: (n: string, days: string) => `${n}가 ${days} 안에`,
		none: '아직 두 번 오신 손님이 없어요.',
	},
	readiness: {
		title: '손님을 아는 일이 값을 하나',
		subtitle: '세 기준 가운데 가장 낮은 것이 이 가게의 점수예요',
		define: '기준마다 1–5점이고 금액이 아니라 이 가게의 자료로 매겨요. 옆의 숫자는 다음 점수에 필요한 값이에요.',
		names: {
			lifetime_value: '한 손님의 앞으로 12개월 매출, 한 번 방문의 몇 배',
			direct_contact: '누구인지 아는 매출의 비율',
			frequency: '오시는 손님의 한 해 방문일',
		} as Record<string, string>,
		score: (n: string) => `5점에 ${n}점`,
		next: (value: string) => `다음 점수는 ${value}부터`,
		top: '더 오를 곳이 없어요',
		unknown: '아직 몰라요',
	},
	footer: (people: string) => `방문이 있는 손님 ${people}. 자기 간격이 셋보다 적은 분은 가게의 간격으로 봐요.`,
};

type Text = typeof ko;

const en: Text = {
	about: 'Who stays, and who is about to go',
	lead: {
		slipping: (people, money) =>
			money
				? [
						people,
						' are silent for more than twice their own rhythm. Of the margin of the next 12 months, ',
						money,
						' is at stake. ',
					]
				: [people, ' are silent for more than twice their own rhythm. '],
		none: 'Nobody is late by their own rhythm. ',
		silent: (people) => ['Not heard of since their first visit: ', people, '.'],
	},
	stages: {
		title: 'A customer’s life',
		subtitle: 'Everybody with a visit is in exactly one stage',
		define:
			'Acquired: came once, the second visit is not late yet. Returned: two or three times. Steady: four or more, with a rhythm of their own. Lasting: long after the first visit and still in time. Slipping: silent for twice their own interval. Days the shop was closed do not count.',
		names: {
			acquired: 'Acquired',
			returned: 'Returned',
			steady: 'Steady',
			lasting: 'Lasting',
			silent: 'Silent after one',
			slipping: 'Slipping',
			lapsed: 'Lapsed',
		},
		columns: {
			stage: 'Stage',
			people: 'People',
			days: 'Days in it (median)',
			sales: 'Last 12 months',
			expected: 'Next 12 months',
		},
		wonBack: (people, days) => `Back within the last ${days} after having left: ${people}.`,
	},
	funnel: {
		title: 'How far they came',
		subtitle: 'Steps ever reached, whether they are still here or not',
		names: { first: 'First visit', second: 'Second visit', steady: 'Fourth visit' },
		lasting: (months) => `A visit ${months} months after the first`,
		columns: { step: 'Step', people: 'People', share: 'Of the step before', days: 'Days it took (median)' },
		second: (tried, inTime, days) =>
			`Of ${tried} who had the time, ${inTime} came again within ${days}. Who is silent after that is an alarm.`,
	},
	cohorts: {
		title: 'Who first came in the same month',
		subtitle: 'For each month of first visits, the share that came again so many months later',
		define:
			'Across: months since the first visit; a cell is the share that came at least once in that month. The last cell of each row is a month that is not over, so it looks low.',
		month: 'First visit',
		people: 'People',
		later: (n) => `month ${n}`,
		incomplete: (month) => `Outlined cells are ${month}, which is not over.`,
		none: 'A row begins with the month of the first customer.',
		earlier: (people) => `${people} who came before are not shown.`,
		sales: 'Sales',
	},
	slipping: {
		title: 'Slipping away',
		subtitle: (people, sales) => `${people} · ${sales} in 12 months · by what is at stake`,
		define:
			'Silence in open days, divided by the customer’s own interval, is 2 or more. At stake = chance to have left × margin × spend of a day × visit days of 12 months if they are still here (the model’s, in today’s money): what their CLV lacks.',
		columns: {
			customer: 'Customer',
			last: 'Last',
			interval: 'Interval',
			overdue: 'Overdue',
			alive: 'Still here',
			sales: '12 months',
			stake: 'At stake',
		},
		none: 'Nobody now.',
		more: (shown, all) => `The first ${shown}. The CSV has ${all}.`,
		times: (n) => `${n}×`,
		all: 'See in the customer list',
	},
	worth: {
		title: 'If five more of a hundred stayed',
		subtitle: (months, from) =>
			`Churn: of those who came in ${months} months from ${from}, the share that did not in the ${months} after`,
		define:
			'CLV of one = m·r ÷ (1 + d − r): m is the yearly margin of one, r the share that stays a year, d the discount. The first year’s margin is left out.',
		rate: 'Churn',
		retention: 'Stays a year',
		margin: 'Yearly margin of one',
		active: 'Came in the last 12 months',
		discount: 'Discount',
		clv: 'CLV of one',
		total: 'CLV of all',
		more: (points, money, gain) => [`${points} more staying bring `, money, ` more (${gain}).`],
		literature:
			'The literature says five points less churn raise profit by 25–85%; the figures here are this shop’s own.',
		shorter: (asked) => `Records are too short for the policy’s ${asked} months, so shorter spans are used.`,
		costs: (ratio) =>
			`Winning one costs ${ratio} times what keeping one does (as entered). The literature says more than five.`,
		none: 'There is not enough history yet to measure churn. It takes six months.',
		reset: 'As measured',
	},
	rhythm: {
		title: 'How soon they come again',
		subtitle: (people) => `Own intervals of ${people} who came more than once`,
		p: (n, days) => `${n} within ${days}`,
		none: 'Nobody has come twice yet.',
	},
	readiness: {
		title: 'Does knowing customers pay here',
		subtitle: 'The lowest of three criteria is the score',
		define: 'Each criterion scores 1 to 5 from this shop’s own data. Beside it stands what the next score takes.',
		names: {
			lifetime_value: 'Next 12 months of a customer, in visits',
			direct_contact: 'Share of sales whose customer is known',
			frequency: 'Visit days a year of those who come',
		},
		score: (n) => `${n} of 5`,
		next: (value) => `the next score from ${value}`,
		top: 'as high as it goes',
		unknown: 'not known yet',
	},
	footer: (people) => `${people} with a visit. Whoever has fewer than three intervals is judged by the shop’s.`,
};

export const retentionText: Record<Lang, Text> = { ko, en };
