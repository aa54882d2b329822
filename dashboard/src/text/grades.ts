import type { Sentence, Standout } from '../model/piece';

export const ko = {
	/** What the window of the grades is called, for `months` when it rolls. */
	span: (window: string, months: string) =>
		({ year: '한 해', half_year: '반기', anniversary: '가입한 날부터 한 해', lifetime: '지금까지' })[window] ??
		(window === 'last_visit' ? `마지막 방문까지 ${months}개월` : `지난 ${months}개월`),
	/** What of a record grades look at. */
	what: {
		amount: '구매 금액',
		amount_and_visits: '구매 금액과 방문',
		amount_or_visits: '구매 금액이나 방문',
		regulars: '방문',
		score: '점수',
		points: '적립 포인트',
	},
	/** What a grade asks for, or what is missing. */
	mark: {
		visits: (n: string) => `${n}번`,
		score: (n: string) => `점수 ${n}`,
		points: (n: string) => `${n}P`,
		both: (amount: string, visits: string) => `${amount}, ${visits}`,
		either: (amount: string, visits: string) => `${amount} 또는 ${visits}`,
	},
	invitation: '초대로만',
	/** Grades by rank, and what the rank came to on the night. */
	rank: (share: string, from: string) => `상위 ${share}% (이번 기준 ${from})`,
	share: (share: string) => `상위 ${share}%`,
	subtitle: (span: string, what: string, ranked: boolean, household: boolean) =>
		`손님에게 한 약속 · ${household ? '함께 사는 손님을 합쳐 ' : ''}${span} ${what}${ranked ? '의 순위로 정해요' : '만 보고 정하고, 남과 견주지 않아요'}`,
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
		anybody: '누구나',
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
		invited: '다시 초대받으면',
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
		subtitle: (version: string, window: string, what: string) =>
			`${version}판 · ${window} ${what} · 배달비와 포인트·쿠폰 결제는 빼요`,
		columns: { grade: '등급', from: '기준', people: '지금', change: '변화', next: '바로 위까지' },
		top: '가장 높은 등급',
		note: '기준에 닿으면 그 등급이에요(이상). 한 손님의 등급은 다른 손님이 얼마나 샀는지와 상관없어요.',
		byRank:
			'등급을 순위로 정해요. 기준은 밤마다 달라지고, 끝자리에 나란히 선 분은 모두 그 등급이에요. 밀려난 분의 하락은 예고하고, 예고한 날의 기준을 채우면 등급을 지켜요.',
		byPoints: '포인트는 등급 기간에 산 것으로 적립한 만큼 세요. 써도 사라져도 줄지 않고, 환불하시면 그만큼 빠져요.',
		together: '함께 사는 손님은 금액을 합치고 같은 날 방문은 한 번으로 세어, 모두가 같은 등급이에요.',
		define: '등급 기준은 손님에게 알린 약속이에요. 기록은 손님 한 분이 등급 기간에 남긴 것만 세요.',
		defineTogether: '등급 기준은 손님에게 알린 약속이에요. 기록은 함께 사는 손님이 등급 기간에 남긴 것을 합쳐 세요.',
	},
	pins: {
		title: '손으로 준 등급',
		subtitle: (people: string) => `가게가 직접 준 등급 ${people} · 끝나면 예고하고 내려가요`,
		exempt: { drop: '내려가지 않아요', evaluation: '그대로 있어요' },
		why: {
			invitation: '초대',
			apology: '사과',
			partner: '협력',
			press: '언론',
			correction: '바로잡음',
			other: '그 밖',
		},
		open: '정하지 않음',
		define:
			'누가 왜 언제까지 주었는지 남아요. 기간이 끝난 뒤 기록이 모자라면 다른 등급처럼 예고하고 내려가요. 사람 이름은 남지 않아요.',
		columns: {
			customer: '손님',
			grade: '등급',
			exempt: '그동안',
			since: '준 날',
			until: '마지막 날',
			by: '누가',
			why: '왜',
		},
	},
	effects: {
		title: '등급이 일을 하나요',
		subtitle: (day: string, days: string) => `${day}에 기준 바로 위와 바로 아래였던 손님의 그 뒤 ${days}일 구매`,
		none: (reason: string) => `아직 말할 수 없어요. ${reason}`,
		refused: {
			few_below: (need: string) => `바로 아래가 ${need}명이 안 돼요`,
			few_above: (need: string) => `바로 위가 ${need}명이 안 돼요`,
			too_early: (_need: string) => '그날은 아직 아무도 등급을 듣지 못했어요.',
			changed: (_need: string) => '그 뒤에 등급 기준이 바뀌었어요.',
			not_amount: (_need: string) => '금액만으로 정하는 등급이 아니라서 바로 위와 아래를 가를 수 없어요.',
		},
		unclear: '차이가 있다고 할 수 없어요',
		interval: (low: string, high: string) => `${low} – ${high}`,
		side: (each: string, people: string) => `${each} · ${people}`,
		define: (need: string) =>
			`기준에서 위아래 10% 안에 있던 손님을 같은 날 기준으로 견줘요(양쪽 ${need}명 이상). 두 쪽은 등급 말고는 거의 같아서, 차이가 등급의 몫이에요. 괄호는 95% 구간이고, 0이 들어 있으면 차이가 있다고 말하지 않아요. 오르기 전과 후를 견주면 잘 사던 때가 골라져 속아요.`,
		columns: {
			grade: '등급',
			from: '기준',
			below: '바로 아래',
			above: '바로 위',
			difference: '한 명에 차이',
			interval: '95% 구간',
		},
	},
	footer: (people: string, span: string) =>
		`방문이 있는 손님 ${people}의 ${span} 기록을 셌어요. 연결된 환불은 산 날로 거슬러 빼고, 금액은 0 아래로 내려가지 않아요.`,
};

export type GradesText = typeof ko;

export const en: GradesText = {
	span: (window, months) =>
		({ year: 'the year', half_year: 'the half-year', anniversary: 'the member’s own year', lifetime: 'all time' })[
			window
		] ?? (window === 'last_visit' ? `the ${months} months up to the last visit` : `the last ${months} months`),
	what: {
		amount: 'purchases',
		amount_and_visits: 'purchases and visits',
		amount_or_visits: 'purchases or visits',
		regulars: 'visits',
		score: 'score',
		points: 'points earned',
	},
	mark: {
		visits: (n) => `${n} ${n === '1' ? 'visit' : 'visits'}`,
		score: (n) => `score ${n}`,
		points: (n) => `${n} ${n === '1' ? 'point' : 'points'}`,
		both: (amount, visits) => `${amount}, ${visits}`,
		either: (amount, visits) => `${amount} or ${visits}`,
	},
	invitation: 'by invitation',
	rank: (share, from) => `top ${share} % (this time from ${from})`,
	share: (share) => `top ${share} %`,
	subtitle: (span, what, ranked, household) =>
		`A promise to customers · decided by ${ranked ? 'rank of ' : ''}${household ? `the ${what} of those who live together` : `their own ${what}`}, over ${span}${ranked ? '' : ', never against others'}`,
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
		anybody: 'everybody',
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
		invited: 'a new invitation',
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
		subtitle: (version, window, what) =>
			`Version ${version} · ${what} of ${window} · without delivery, points and coupons`,
		columns: { grade: 'Grade', from: 'From', people: 'Now', change: 'Change', next: 'To the one above' },
		top: 'the highest grade',
		note: 'Reaching the amount is enough. What others buy never changes anybody’s grade.',
		byRank:
			'Grades go by rank. What it takes is another amount every night, and all who stand level with the last have the grade. Whoever is passed by is told before a drop, and keeps the grade with what it took on the day they were told.',
		byPoints:
			'Points count as purchases of the grade window earned them. Spending them or letting them run out takes nothing away; a refund takes its own back.',
		together:
			'Customers who live together are taken together: amounts add up, visits of one day count once, and each of them has the grade.',
		define: 'The rules are a promise made to customers. Only the customer’s own record of the grade window counts.',
		defineTogether:
			'The rules are a promise made to customers. What those who live together left in the grade window counts together.',
	},
	pins: {
		title: 'Grades given by hand',
		subtitle: (people) => `${people} with a grade the shop gave them · when it is over, the drop is announced`,
		exempt: { drop: 'does not drop', evaluation: 'stays as it is' },
		why: {
			invitation: 'invitation',
			apology: 'apology',
			partner: 'partner',
			press: 'press',
			correction: 'correction',
			other: 'other',
		},
		open: 'no end set',
		define:
			'Who gave it, why and until when is kept. When the time is over and the record does not hold the grade, it drops after a notice like any other. No name is kept.',
		columns: {
			customer: 'Customer',
			grade: 'Grade',
			exempt: 'Meanwhile',
			since: 'Given',
			until: 'Last day',
			by: 'By',
			why: 'Why',
		},
	},
	effects: {
		title: 'Does a grade work?',
		subtitle: (day, days) =>
			`Who stood just above and just below a threshold on ${day}, and what they spent in the ${days} days after`,
		none: (reason) => `This cannot be said yet. ${reason}`,
		refused: {
			few_below: (need) => `fewer than ${need} just below`,
			few_above: (need) => `fewer than ${need} just above`,
			too_early: (_need) => 'Nobody had been told a grade on that day.',
			changed: (_need) => 'The rules for grades changed since.',
			not_amount: (_need) => 'Grades go by more than the amount, so there is no just above and just below.',
		},
		unclear: 'no difference can be claimed',
		interval: (low, high) => `${low} to ${high}`,
		side: (each, people) => `${each} · ${people}`,
		define: (need) =>
			`Customers within 10% of a threshold are compared on the same night, at least ${need} on each side. The two sides differ by little but the grade, so the difference is its doing. With 0 inside the 95% interval no difference is claimed. Comparing before and after somebody rose would mislead: it picks a good spell.`,
		columns: {
			grade: 'Grade',
			from: 'From',
			below: 'Just below',
			above: 'Just above',
			difference: 'Difference each',
			interval: '95% interval',
		},
	},
	footer: (people, span) =>
		`Counted over ${span} of ${people}. Linked refunds count back on the day of their sale; amounts never fall below 0.`,
};
