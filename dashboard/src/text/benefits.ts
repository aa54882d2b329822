import type { Lang } from '../view';

const ko = {
	title: '등급이 드리는 것',
	subtitle: (days: string) => `${days}에 계산과 함께 드린 횟수와 비용`,
	kinds: { economic: '경제적', psychological: '심리적', social: '사회적', customised: '맞춤' },
	coupon: '쿠폰',
	columns: { grade: '등급', kind: '성격', name: '혜택', uses: '드린 횟수', cost: '비용' },
	nobody: '비회원',
	total: '합계',
	free: '비용 없음',
	never: (names: string[]) => `아직 드리지 않은 것: ${names.join('\u00a0· ')}`,
	define:
		'계산대가 판매에 적어 보낸 혜택과 쿠폰을, 그때 손님의 등급별로 셌고, 손님이 누구인지 모르는 판매의 것은 비회원으로 따로 셌어요. 비용은 판매한 날의 등급 기준에 적힌 한 번 값이고, 그때 이미 기준에서 뺀 것은 빼기 전 값이에요. 취소되었거나 모두 환불된 판매와 함께 드린 것은 빼고, 일부만 환불된 것은 그대로 세요.',
};

const en: typeof ko = {
	title: 'What the grades bring',
	subtitle: (days) => `How often it was given with a sale, and what it cost, ${days}`,
	kinds: { economic: 'Economic', psychological: 'Psychological', social: 'Social', customised: 'Customised' },
	coupon: 'coupon',
	columns: { grade: 'Grade', kind: 'Kind', name: 'Benefit', uses: 'Given', cost: 'Cost' },
	nobody: 'Nobody known',
	total: 'All',
	free: 'costs nothing',
	never: (names) => `Not given yet: ${names.join('\u00a0· ')}`,
	define:
		'Benefits and coupons that tills named with their sales, by the grade the customer had then; those of sales to nobody known stand apart. The cost is what one use costs by the policy of the sale’s day, or by the last before that knew it. What came with a sale that was voided or refunded whole is left out; with one refunded in part it stays.',
};

/** The words of what grades bring; a missing translation does not compile. */
export const benefitsText: Record<Lang, typeof ko> = { ko, en };
