import { josa } from '../format/josa';
import type { JobKind } from '../model/jobs';
import type { Piece, Sentence, Standout } from '../model/piece';

type JobText = Record<JobKind, { title: string; note: string }>;

const jobsKo: JobText = {
	quiet: { title: '이번 주에 뜸해진 단골', note: '아직 늦지 않았어요. 안부부터 여쭤보세요.' },
	near: { title: '다음 등급이 가까운 손님', note: '다음 기준까지 5분의 1도 남지 않았어요' },
	CannotLose: { title: '놓치면 안 될 손님', note: '아주 자주 오시다가 오래 안 오셨어요' },
	AtRisk: { title: '이탈 위험 손님', note: '자주 오셨는데 평소보다 늦어요' },
	NeedsAttention: { title: '관심이 필요한 손님', note: '꾸준하던 발걸음이 느려지고 있어요' },
	New: { title: '최근에 가볍게 다녀가신 손님', note: '한 번 더 오시면 단골이 될 수 있어요' },
	Recent: { title: '최근에 다녀가신 손님', note: '한 번 더 오시면 단골이 될 수 있어요' },
	Lapsed: { title: '90일 넘게 조용한 손님', note: '한 번은 소식을 전해 볼 때예요' },
	First: { title: '한 번 오신 손님', note: '두 번째 방문을 권해 볼 때예요' },
};

const up = (more: boolean, a: string, b: string) => (more ? a : b);

export const ko = {
	letter: {
		label: '오늘의 편지',
		yesterday: (weekday: string, date: string, stale: boolean) => (stale ? `${date} ${weekday}` : `어제 ${weekday}`),
		sold: (when: string, amount: Standout): Sentence => [
			`${when}에는 `,
			amount,
			`${josa(amount.text, '을', '를')} 팔았어요.`,
		],
		nothing: (when: string): Sentence => [`${when}에는 판매가 없었어요.`],
		against: (weekday: string, difference: string, share: string, more: boolean): Sentence => [
			` 지난 네 번의 ${weekday} 평균보다 ${difference}(${share}) ${up(more, '많아요', '적어요')}.`,
		],
		asUsual: (weekday: string): Sentence => [` 지난 네 번의 ${weekday} 평균과 같아요.`],
		period: (days: string, amount: Standout): Sentence => [`최근 ${days}일 순매출은 `, amount],
		end: (): Sentence => ['이에요.'],
		change: (days: string, amount: Standout, more: boolean): Sentence => [
			`, 직전 ${days}일보다 `,
			amount,
			` ${up(more, '늘었어요', '줄었어요')}.`,
		],
		same: (days: string): Sentence => [`, 직전 ${days}일과 같아요.`],
		incomparable: (days: string): Sentence => [`이에요. 직전 ${days}일은 기록이 다 있지 않아 견주지 않았어요.`],
		share: (share: string, more: boolean): Sentence => [
			up(more, ` 늘어난 판매의 ${share}는 회원에게서 왔어요.`, ` 줄어든 판매의 ${share}는 회원 몫이에요.`),
		],
		opposite: (members: string, others: string, membersMore: boolean): Sentence => [
			membersMore
				? ` 회원에게서 ${members} 늘고, 비회원에게서 ${others} 줄었어요.`
				: ` 비회원에게서 ${others} 늘고, 회원에게서 ${members} 줄었어요.`,
		],
		quiet: (people: Standout, money: string): Sentence => [
			'다만 이번 주에 단골 ',
			people,
			`이 뜸해졌어요. 지난 열두 달에 ${money}${josa(money, '을', '를')} 쓰신 분들이에요.`,
		],
		noneQuiet: (): Sentence => ['이번 주에 새로 뜸해진 단골은 없어요.'],
		lost: (segment: string, people: Standout, money: string): Sentence => [
			`지금 ‘${segment}’ 손님은 `,
			people,
			`이에요. 열두 달에 ${money}${josa(money, '을', '를')} 쓰신 분들이라, 한\u00a0분 한\u00a0분 연락해 볼 만해요.`,
		],
		noDays: '아직 하루치 판매도 없어요. 첫 판매가 들어온 다음 날 아침에 첫 편지를 써 드릴게요.',
	},
	jobs: {
		title: '오늘 할 일',
		kinds: jobsKo,
		open: '명단 열기',
		count: '찾아보기',
		none: '오늘 꼭 챙길 명단은 없어요. 매장에 집중하세요.',
		unknown: '명단을 열면 세어요',
	},
	period: {
		label: '기간',
		days: (n: string) => `${n}일`,
		against: (days: string) => `직전 ${days}일과 비교`,
	},
	figures: {
		label: '주요 숫자',
		previous: (value: string) => `직전 ${value}`,
		fresh: (n: string) => `${n}명 새로`,
		amongRegulars: (n: string) => `단골 ${n}명 가운데`,
		noComparison: '직전 기록 없음',
		net: '순매출',
		members: '회원 매출 비중',
		buyers: '구매한 회원',
		newcomers: '처음 온 회원',
		quiet: '뜸한 단골',
		define: {
			net: '모든 거래의 판매에서 환불을 뺀 금액이에요. 배달비도 들어 있고, 환불은 환불한 날에 빠져요.',
			members: '판매(환불 빼기 전) 가운데 누구인지 아는 손님이 산 몫이에요.',
			buyers: '이 기간에 방문이 한 번이라도 있는 손님이에요. 산 것을 모두 돌려주신 방문은 세지 않아요.',
			newcomers: '첫 방문이 이 기간 안에 있는 손님이에요.',
			quiet: (visits: string, months: string, quiet: string, gone: string) =>
				`마지막 방문까지의 ${months}개월에 ${visits}번 이상 오시던 단골이 ${quiet}일 이상 안 오시면 ‘뜸한 단골’이에요. ${gone}일이 되면 ‘떠난 단골’로 옮겨요.`,
		},
	},
	sales: {
		daily: '일별 매출',
		weekly: '주별 매출',
		counted: '환불 빼기 전, 배달 포함',
		members: '회원',
		others: '비회원',
		filled: '은 채운 막대, 비회원은 빈 막대',
		before: (days: string) => `직전 ${days}일`,
		sameDays: (days: string) => `가로줄은 직전 ${days}일의 같은 요일`,
		sameWeeks: (days: string) => `가로줄은 직전 ${days}일의 같은 주`,
		highestDay: (amount: string) => `가장 많은 날 ${amount}`,
		highestWeek: (amount: string) => `가장 많은 주 ${amount}`,
		memberShare: '회원 비중',
		define:
			'막대 하나가 영업일 하루(또는 한 주)의 판매 합계예요. 회원은 누구인지 아는 손님의 판매, 비회원은 나머지예요. 가로줄은 직전 기간의 같은 자리로, 요일이 같아요. 아래 선은 판매 가운데 회원의 몫이에요.',
		columns: { day: '날짜', members: '회원', others: '비회원', share: '회원 비중', before: '직전 기간', sales: '거래' },
		label: (from: string, to: string) => `${from}부터 ${to}까지의 매출 막대그림. 좌우 화살표로 하나씩 볼 수 있어요.`,
		last: (when: string): Piece => `${when} `,
		none: '이 기간에는 판매가 없어요.',
	},
	quiet: {
		title: '이번 주에 뜸해진 단골',
		subtitle: (people: string, money: string) => `${people} · 지난 12개월 구매 ${money}`,
		all: (people: string) => `${people} 모두`,
		columns: {
			customer: '손님',
			grade: '등급',
			last: '마지막 방문',
			usual: '평소 간격',
			times: '평소의',
			sales: '12개월 구매',
		},
		rhythm: (days: string) => `${days}마다`,
		noRhythm: '간격을 아직 몰라요',
		times: (n: string) => `${n}배`,
		more: (n: string) => `많이 쓰신 ${n}명을 먼저 보여 드려요.`,
		none: '이번 주에는 새로 뜸해진 단골이 없어요. 좋은 소식이에요.',
		noneYet: '아직 단골이라 부를 만큼 자주 오신 분이 없어요. 생기면 여기에서 먼저 알려 드려요.',
		define: (visits: string, months: string, quiet: string) =>
			`마지막 방문까지의 ${months}개월에 ${visits}번 이상 오시던 단골 가운데, 안 오신 지 ${quiet}일이 된 것이 지난 7일 안인 분들이에요. ‘평소’는 그분의 방문 사이 날수의 가운데값이에요.`,
	},
	regulars: {
		title: '단골은 지금',
		subtitle: '등급이나 점수가 아니라, 발걸음만 보고 세요',
		regular: '단골',
		candidate: '예비 단골',
		quiet: '뜸한 단골과 예비 단골',
		gone: '떠난 단골',
		notes: {
			regular: (months: string, visits: string) => `${months}개월에 ${visits}번 이상`,
			candidate: (months: string, visits: string) => `${months}개월에 ${visits}번 이상`,
			quiet: (days: string, regulars: string) => `${days}일 이상 조용 · 그중 단골 ${regulars}명`,
			gone: (days: string) => `${days}일 이상 조용`,
		},
		define: (months: string) =>
			`마지막 방문까지의 ${months}개월에 몇 번 오셨는지로 정해요. 오래 조용하면 뜸한 손님, 더 오래 조용하면 떠난 손님으로 세요.`,
		columns: { standing: '구분', people: '사람' },
	},
	shares: {
		grades: '등급',
		gradesNote: '약속이에요. 남들이 더 샀다고 내려가지 않아요.',
		segments: '세그먼트',
		segmentsNote: '예측이에요. 밤마다 달라질 수 있어요.',
		toGrades: '등급으로',
		toSegments: '세그먼트로',
		key: '위 사람 · 아래 12개월 매출',
		windowKey: '위 사람 · 아래 등급 기간 매출',
		columns: { name: '이름', people: '사람', share: '비중', sales: '매출', salesShare: '매출 비중' },
		define: {
			grades: '등급을 정하는 기간에 쓰신 금액으로 나눈 손님이에요. 배달비와 포인트·쿠폰으로 내신 금액은 빼요.',
			segments: '얼마나 최근에, 자주, 많이 사셨는지로 나눈 묶음이에요. 매출은 지난 12개월 구매예요.',
		},
		label: (title: string) => `${title}별 사람 비중과 매출 비중`,
		none: '방문이 있는 손님이 생기면 여기에 나눠 보여 드려요.',
	},
	footer: {
		counted: (buyers: string, scored: string, total: string) =>
			`방문이 있는 손님 ${buyers}명${buyers === scored ? '' : ` 가운데 ${scored}명`}에게 점수를 냈어요. 알고 있는 손님은 모두 ${total}명이에요.`,
		rules: '배달비와 포인트·쿠폰 결제는 등급과 세그먼트의 금액에서 빼요.',
		since: (day: string) => `첫 거래는 ${day}이에요.`,
	},
};

export type OverviewText = typeof ko;
