import type { Sentence, Standout } from '../model/piece';

export const ko = {
	/** What the window of the grades is called, for `months` when it rolls. */
	span: (window: string, months: string) =>
		window === 'year' ? '한 해' : window === 'half_year' ? '반기' : `지난 ${months}개월`,
	subtitle: (span: string) => `손님에게 한 약속 · ${span} 구매 금액으로만 정하고, 남과 견주지 않아요`,
	lead: {
		top: (grade: string, all: boolean, people: string, part: string, share: Standout): Sentence => [
			`${grade}${all ? ' 이상' : ''} `,
			{ text: `${people}(${part})` },
			'이 회원 매출의 ',
			share,
			'를 만들어요. ',
		],
		moved: (days: string, up: Standout, down: Standout | null): Sentence =>
			down === null
				? [`${days}일 사이 `, up, '이 올라갔고, 내려간 분은 없어요.']
				: [`${days}일 사이 `, up, '이 올라가고 ', down, '이 내려갔어요.'],
		noBase: '견줄 이전 리포트가 아직 없어서, 누가 올라갔는지는 다음 정리부터 보여 드려요.',
	},
	mirror: {
		title: '등급별 사람과 매출',
		subtitle: (window: string) => `왼쪽은 사람 수, 오른쪽은 등급 기간(${window}) 구매. 두 쪽의 눈금이 같아요`,
		people: '사람',
		sales: '등급 기간 구매',
		from: (amount: string) => `${amount} 이상`,
		below: (amount: string) => `${amount} 미만`,
		money: (total: string, each: string) => `${total} · 한 명에 ${each}`,
		columns: {
			grade: '등급',
			people: '사람',
			peopleShare: '사람 비중',
			sales: '등급 기간 구매',
			salesShare: '매출 비중',
			each: '한 명에',
		},
		define:
			'등급 기간에 쓰신 금액(배달비와 포인트·쿠폰으로 내신 금액을 뺀)을 등급별로 더했어요. 사람 비중은 방문이 있는 손님 모두에 대한 몫이에요.',
	},
	matrix: {
		title: '어디서 어디로',
		subtitle: (day: string, what: string) => `${day} 등급(줄)에서 지금 등급(칸)으로 · ${what}`,
		people: '사람',
		money: '금액',
		corner: (day: string) => `${day} ↓ 지금 →`,
		total: '합계',
		now: '지금',
		joined: '처음 온 손님',
		ways: { up: '올라감', same: '그대로', down: '내려감' },
		left: '방문 없음',
		define:
			'줄은 이전 리포트 때의 등급, 칸은 지금 등급이에요. 대각선 밖의 칸만 색이 있어요: 푸른 칸은 올라간 손님, 감빛 칸은 내려간 손님. 금액은 그분들의 지난 12개월 구매예요.',
		none: '견줄 이전 리포트가 아직 없어요. 다음 정리부터 보여 드려요.',
		columns: { from: '이전 등급', to: '지금 등급', people: '사람', sales: '12개월 구매' },
	},
	flow: {
		title: '올라감과 내려감',
		subtitle: '등급마다 들어온 사람과 나간 사람',
		down: '내려감',
		up: '올라옴',
		note: (up: string, down: string) => `올라간 분들의 12개월 구매 ${up}, 내려간 분들 ${down}.`,
		noteUp: (up: string) => `올라간 분들의 12개월 구매 ${up}. 내려간 분은 없어요.`,
		still: '그사이 등급이 바뀐 분이 없어요.',
		define: '올라옴은 더 낮은 등급에서 그 등급으로 들어온 분, 내려감은 그 등급에서 더 낮은 등급으로 나간 분이에요.',
		columns: { grade: '등급', up: '올라옴', down: '내려감' },
	},
	falling: {
		title: '곧 내려갈 등급',
		subtitle: (people: string, sales: string) => `예고된 분 ${people} · 지난 12개월 구매 ${sales} · 가까운 날부터`,
		rule: (months: string) => `기록이 모자라면 ${months}개월 전에 알리고, 1일에 내려가요`,
		never: '이 등급 기준에서는 등급이 내려가지 않아요',
		none: '예고된 분이 없어요. 모두 지금 등급을 지키고 있어요.',
		enough: '채웠어요',
		more: (shown: string, listed: string) => `가장 가까운 ${shown}명이에요. CSV에는 ${listed}명이 있어요.`,
		define: (months: string, oneStep: boolean) =>
			`등급 기간의 기록이 기준에 모자란 날부터 세어, 다음 1일에서 ${months}개월 뒤에 내려가요. 그 전에 모자란 만큼 사시면 그대로예요.${oneStep ? ' 한 번에 한 단계만 내려가요.' : ''}`,
		columns: {
			customer: '손님',
			from: '지금 등급',
			to: '내려갈 등급',
			on: '내려가는 날',
			need: '이만큼이면 유지',
			last: '마지막 방문',
			sales: '12개월 구매',
		},
	},
	policy: {
		title: '등급 기준',
		subtitle: (version: string, window: string) => `${version}판 · ${window} 구매 · 배달비와 포인트·쿠폰 결제는 빼요`,
		columns: { grade: '등급', from: '기준 금액', people: '지금', change: '변화', next: '바로 위까지' },
		top: '가장 높은 등급',
		note: '기준에 닿으면 그 등급이에요(이상). 한 손님의 등급은 다른 손님이 얼마나 샀는지와 상관없어요.',
		define: '등급 기준은 손님에게 알린 약속이에요. 금액은 손님 한 분이 등급 기간에 쓰신 것만 세요.',
	},
	footer: (people: string, span: string) =>
		`방문이 있는 손님 ${people}의 ${span} 구매를 셌어요. 연결된 환불은 산 날로 거슬러 빼고, 금액은 0 아래로 내려가지 않아요.`,
};

export type GradesText = typeof ko;

export const en: GradesText = {
	span: (window, months) =>
		window === 'year' ? 'the year' : window === 'half_year' ? 'the half-year' : `the last ${months} months`,
	subtitle: (span) => `A promise to customers · decided by their own purchases of ${span}, never against others`,
	lead: {
		top: (grade, all, people, part, share) => [
			{ text: `${people} (${part})` },
			` at ${grade}${all ? ' or above' : ''} make `,
			share,
			' of member sales. ',
		],
		moved: (days, up, down) =>
			down === null
				? [`In ${days} days `, up, ' rose, and nobody fell.']
				: [`In ${days} days `, up, ' rose and ', down, ' fell.'],
		noBase: 'There is no earlier report to compare with; from the next night on you see who rose.',
	},
	mirror: {
		title: 'People and sales by grade',
		subtitle: (window) => `People on the left, purchases of the grade window (${window}) on the right, on one scale`,
		people: 'People',
		sales: 'Grade window',
		from: (amount) => `from ${amount}`,
		below: (amount) => `below ${amount}`,
		money: (total, each) => `${total} · ${each} each`,
		columns: {
			grade: 'Grade',
			people: 'People',
			peopleShare: 'Of people',
			sales: 'Grade window',
			salesShare: 'Of sales',
			each: 'Each',
		},
		define:
			'What customers spent in the grade window (without delivery and what points or coupons paid), added up by grade. Shares of people are of all customers with a visit.',
	},
	matrix: {
		title: 'From where to where',
		subtitle: (day, what) => `From the grade on ${day} (rows) to the grade now (columns) · ${what}`,
		people: 'People',
		money: 'Money',
		corner: (day) => `${day} ↓ now →`,
		total: 'Total',
		now: 'Now',
		joined: 'New customers',
		ways: { up: 'Rose', same: 'Stayed', down: 'Fell' },
		left: 'No visit left',
		define:
			'Rows are grades in the earlier report, columns grades now. Only cells off the diagonal are tinted: blue rose, persimmon fell. Money is what those customers spent in the last 12 months.',
		none: 'There is no earlier report to compare with yet. It will be here after the next night.',
		columns: { from: 'Grade before', to: 'Grade now', people: 'People', sales: '12 months' },
	},
	flow: {
		title: 'Up and down',
		subtitle: 'Who came into each grade and who left it',
		down: 'fell',
		up: 'rose',
		note: (up, down) => `Those who rose spent ${up} in 12 months, those who fell ${down}.`,
		noteUp: (up) => `Those who rose spent ${up} in 12 months. Nobody fell.`,
		still: 'Nobody changed grade meanwhile.',
		define: '“Rose” came into the grade from a lower one; “fell” left it for a lower one.',
		columns: { grade: 'Grade', up: 'Rose', down: 'Fell' },
	},
	falling: {
		title: 'About to drop',
		subtitle: (people, sales) => `${people} announced · ${sales} in the last 12 months · soonest first`,
		rule: (months) => `A record that falls short is announced ${months} months ahead; grades drop on the 1st`,
		never: 'By these rules, grades never drop',
		none: 'Nothing is announced. Everybody is keeping their grade.',
		enough: 'reached',
		more: (shown, listed) => `The ${shown} that come first. The CSV has ${listed}.`,
		define: (months, oneStep) =>
			`Counted from the day the record of the grade window falls short: the drop comes ${months} months after the next 1st. Whoever buys what is missing before keeps the grade.${oneStep ? ' One step at a time.' : ''}`,
		columns: {
			customer: 'Customer',
			from: 'Grade',
			to: 'Drops to',
			on: 'On',
			need: 'Keeps it with',
			last: 'Last visit',
			sales: '12 months',
		},
	},
	policy: {
		title: 'The rules for grades',
		subtitle: (version, window) => `Version ${version} · purchases of ${window} · without delivery, points and coupons`,
		columns: { grade: 'Grade', from: 'From', people: 'Now', change: 'Change', next: 'To the one above' },
		top: 'the highest grade',
		note: 'Reaching the amount is enough. What others buy never changes anybody’s grade.',
		define: 'The rules are a promise made to customers. Only what a customer spent in the grade window counts.',
	},
	footer: (people, span) =>
		`Counted over the purchases of ${span} by ${people}. Linked refunds count back on the day of their sale; amounts never fall below 0.`,
};
