import { josa } from '../format/josa';
import type { Family } from '../model/families';
import type { Reason } from '../model/movements';
import type { Sentence, Standout } from '../model/piece';

export interface SegmentText {
	name: string;
	meaning: string;
	actions: string[];
}

const names: Record<string, SegmentText> = {
	Champions: {
		name: '챔피언',
		meaning: '최근에 왔고, 자주 오고, 많이 써요',
		actions: ['새로 나온 것을 먼저 맛보게', '이름으로 인사', '소개를 부탁'],
	},
	Loyal: {
		name: '충성 고객',
		meaning: '자주 오지만 챔피언보다는 뜸하거나 가벼워요',
		actions: ['좋아하는 것으로 안부', '한 단계 위 제안', '의견 여쭙기'],
	},
	PotentialLoyalist: {
		name: '충성 후보',
		meaning: '몇 번 왔고 곧 단골이 될 수 있어요',
		actions: ['다음 방문 적립 두 배', '다음 등급까지 남은 금액 알리기'],
	},
	Promising: {
		name: '유망',
		meaning: '적게 왔지만 한 번에 많이 써요',
		actions: ['함께 사기 좋은 것 권하기', '두 번째 방문 쿠폰'],
	},
	New: {
		name: '최근·가벼운',
		meaning: '최근에 한두 번, 가볍게 왔어요',
		actions: ['두 번째 방문 쿠폰', '처음 산 것 물어보기'],
	},
	NeedsAttention: {
		name: '관심 필요',
		meaning: '중간쯤인데 발걸음이 느려져요',
		actions: ['2주 안에 쓰는 쿠폰', '바뀐 것 알리기'],
	},
	AboutToSleep: {
		name: '잠들 무렵',
		meaning: '한두 번 오고 뜸해요',
		actions: ['인기 있는 것 알리기', '가벼운 할인 한 번'],
	},
	CannotLose: {
		name: '놓치면 안 될',
		meaning: '아주 자주 왔는데 오래 안 와요',
		actions: ['점장이 직접 연락', '떠난 까닭 여쭙기', '돌아오실 자리 마련'],
	},
	AtRisk: {
		name: '이탈 위험',
		meaning: '자주 왔는데 평소보다 늦어요',
		actions: ['무엇이 아쉬웠는지 묻기', '즐겨 사던 것으로 안부'],
	},
	Hibernating: {
		name: '동면',
		meaning: '가끔 왔고 오래 조용해요',
		actions: ['계절에 한 번만 소식', '큰 할인은 아끼기'],
	},
	Lost: {
		name: '떠난',
		meaning: '한두 번 오고 아주 오래 안 와요',
		actions: ['연락하지 않기', '다시 오시면 처음처럼 반기기'],
	},
	Recent: {
		name: '최근',
		meaning: '최근에 왔고 아직 몇 번 안 돼요',
		actions: ['두 번째 방문 쿠폰', '처음 산 것 물어보기'],
	},
	Inactive: {
		name: '조용한 손님',
		meaning: '한두 번 오고 오래 안 와요',
		actions: ['계절에 한 번만 소식', '다시 오시면 처음처럼 반기기'],
	},
	First: { name: '처음 온 손님', meaning: '지금까지 한 번 왔어요', actions: ['두 번째 방문 쿠폰', '이름 여쭙기'] },
	Returning: { name: '다시 온 손님', meaning: '두 번 이상 왔어요', actions: ['이름으로 인사', '좋아하는 것 기억하기'] },
	Lapsed: { name: '조용해진 손님', meaning: '마지막 방문이 90일 넘었어요', actions: ['안부 한 번', '바뀐 것 알리기'] },
};

const families: Record<Family, string> = {
	near: '가까운',
	growing: '자라는',
	watch: '살펴볼',
	leaving: '멀어지는',
	quiet: '조용한',
	other: '그 밖의',
};

const reasons: Record<Reason, { long: string; short: string }> = {
	recency: { long: '발걸음이 뜸해져 기준 날짜를 넘김', short: '발걸음이 뜸해져서' },
	bought: { long: '다시 와서 삼', short: '다시 와서' },
	joined: { long: '처음 옴', short: '처음 와서' },
	cuts: { long: '다른 손님들 때문에 기준이 움직임', short: '기준이 움직여서' },
	rolled: { long: '오래된 방문이 세는 기간을 벗어남', short: '기간이 지나서' },
	corrected: { long: '취소·환불·늦은 자료로 기록이 바로잡힘', short: '기록이 바로잡혀서' },
	policy: { long: '나누는 기준이 바뀜', short: '기준이 바뀌어서' },
	left: { long: '남은 방문이 없어짐', short: '방문이 없어져서' },
};

export const ko = {
	names,
	families,
	reasons,
	subtitle: '얼마나 최근에(R), 얼마나 자주(F), 얼마나(M) 사셨는지로 나눈 예측',
	lead: {
		near: (share: Standout, people: Standout): Sentence => [
			'회원 매출의 ',
			share,
			'가 가까운 손님 ',
			people,
			'에게서 나와요. ',
		],
		leaving: (people: Standout, money: string): Sentence => [
			'멀어지는 손님은 ',
			people,
			`, 지난 열두 달에 ${money}${josa(money, '을', '를')} 쓰신 분들이에요.`,
		],
		small: (people: Standout): Sentence => ['손님이 ', people, '이라 점수 대신 셀 수 있는 것만 보여 드려요.'],
	},
	grid: {
		title: '최근성 × 방문 횟수',
		subtitle: '칸을 누르면 그 손님들이 열려요. 띠의 길이는 사람 수, 색은 세그먼트 묶음',
		often: '자주 ↑',
		oftenUnit: '(번)',
		old: '← 오래됨',
		recent: '최근 →',
		last: '마지막 방문',
		lastUnit: '며칠 전',
		plus: (n: string) => `+${n}`,
		empty: '아무도 없어요',
		define:
			'가로는 마지막 방문이 얼마나 최근인지(R), 세로는 모두 몇 번 오셨는지(F)예요. 칸의 색은 그 칸에서 가장 많은 세그먼트의 묶음이고, 띠의 길이는 사람 수의 제곱근이에요. 세그먼트는 금액(M)까지 보고 정하므로 한 칸에 여럿이 있을 수 있어요.',
		columns: { r: '최근성', f: '방문', segment: '가장 많은 세그먼트', people: '사람', sales: '12개월 구매' },
		cell: (r: string, f: string) => `${r}, ${f}:`,
		label: (n: string) => `최근성과 방문 횟수 ${n}칸`,
	},
	panel: {
		chosen: '고른 칸',
		sentence: (r: string, f: string) => `${r}에 오셨고, ${f} 오셨어요`,
		money: (total: string, each: string) => `12개월 구매 ${total} · 한 명에 ${each}`,
		next: (days: string, segment: string) =>
			`${days}을 넘기면 왼쪽 칸으로 옮겨요. 그 칸에는 ‘${segment}’ 손님이 가장 많아요.`,
		open: (people: string) => `손님 ${people} 열기`,
		top: '많이 쓰신 순',
		nobody: '이 칸에는 손님이 없어요.',
	},
	cuts: {
		r: 'R 최근성',
		f: 'F 방문 횟수',
		m: 'M 구매 금액',
		who: '누구를',
		daysAgo: (from: string, to: string) => `${from}–${to}일 전`,
		daysWithin: (to: string) => `${to}일 안`,
		daysOver: (over: string) => `${over}일 넘게 전`,
		days: (list: string) => `${list}일`,
		visits: (from: string, to: string) => `${from}–${to}번`,
		visitsOne: (n: string) => `${n}번`,
		visitsFrom: (n: string) => `${n}번 이상`,
		amountUpTo: (to: string) => `${to}까지`,
		amountOver: (over: string) => `${over} 넘게`,
		amountRange: (over: string, to: string) => `${over} 넘게 ${to}까지`,
		none: '해당 없음',
		method: {
			quantile: (bins: string) => `손님을 ${bins}등분해서 정했어요`,
			thresholds: () => '미리 정해 둔 칸을 써요',
			rhythm: () => '손님들의 평소 방문 간격에서 정해요',
			none: () => '아직 나누지 않아요',
		},
		moneyNote: '배달비와 포인트·쿠폰 결제는 빼요',
		since: (day: string) => `${day}부터 한 번이라도 온 손님`,
		everybody: '지금까지 온 손님 모두',
	},
	table: {
		title: '묶음별로 무엇을 할까',
		subtitle: '사람 비중과 매출 비중을 나란히 · 매출은 지난 12개월, 배달비 제외',
		columns: {
			family: '묶음',
			segment: '세그먼트',
			meaning: '뜻',
			people: '사람',
			change: (days: string) => `${days}일 새`,
			shares: '사람 비중 / ',
			salesShare: '매출 비중',
			peopleShare: '사람 비중',
			actions: '권하는 일',
			sales: '12개월 구매',
		},
		define:
			'세그먼트는 R·F·M 점수로 정하는 이름이에요. 남들과 견주어 정하므로 밤마다 달라질 수 있고, 손님에게 하는 약속은 아니에요. 사람 비중은 방문이 있는 손님 모두에 대한 몫, 매출 비중은 그분들의 12개월 구매에 대한 몫이에요.',
	},
	moves: {
		title: (day: string) => `${day}부터 지금까지, 누가 왜 옮겼나`,
		subtitle: (moved: string, joined: string) =>
			`${moved}이 옮기고 ${joined}이 처음 왔어요. 색은 순위가 아니라 까닭을 뜻해요`,
		columns: {
			from: '어디서',
			to: '어디로',
			fromTo: '어디서 → 어디로',
			why: '까닭',
			people: '사람',
			sales: '12개월 구매',
		},
		joined: '처음 온 손님',
		left: '방문이 없어짐',
		rest: (n: string, people: string) => `그 밖에 ${n}갈래 ${people}`,
		none: '그사이 옮긴 손님이 없어요.',
		noBase: '견줄 이전 리포트가 아직 없어요. 다음 정리부터 누가 왜 옮겼는지 보여 드려요.',
		mapChanged: '점수 칸 수가 바뀌어서 이번에는 옮긴 손님을 세지 않았어요.',
		define:
			'이전 리포트와 지금의 세그먼트가 다른 손님을 까닭별로 세요. 까닭은 정해진 차례로 처음 맞는 하나만 적어요: 기준이 바뀜, 기록이 바로잡힘, 다시 와서 점수가 오름, 기준 날짜를 넘김, 세는 기간을 벗어남, 다른 손님들 때문.',
	},
	small: {
		title: '아직 적어요',
		subtitle: '점수 대신 셀 수 있는 것만',
		note: (n: string, need: string) => `손님 ${n}. ${need}이 되면 점수와 세그먼트를 내요.`,
	},
	footer: (n: string) =>
		`점수의 기준은 손님 ${n}으로 정했어요. 한 손님이 같은 날 같은 매장에 여러 번 사도 방문은 한 번이에요.`,
};

export type SegmentsText = typeof ko;
