package main

import (
	"dangol/shared/coupon"
	"dangol/shared/grade"
	"dangol/shared/policy"
)

var (
	demoShot = grade.Benefit{ID: "extra-shot", Kind: grade.Economic, Ko: "샷 추가는 그냥 드려요", En: "An extra shot on the house", Cost: 200}
	demoName = grade.Benefit{ID: "by-name", Kind: grade.Social, Ko: "이름을 부르며 인사해요", En: "Greeted by name"}
)

// demoBrings is what the default grades bring: a little of each kind.
var demoBrings = map[string][]grade.Benefit{
	"best": {
		demoShot,
		{ID: "keep-a-bun", Kind: grade.Psychological, Ko: "전화 주시면 소금빵을 남겨 둬요", En: "Call ahead and a salt bun is kept", Cost: 300},
		demoName,
		{ID: "the-usual", Kind: grade.Customised, Ko: "늘 드시던 걸로 먼저 여쭤봐요", En: "Asked first whether it is the usual"},
	},
	"family": {demoShot, demoName},
	"friend": {demoShot, demoName},
}

// demoBenefits gives the default grades something to bring, and a coupon for
// each occasion.
func demoBenefits(p *policy.Policy) {
	for i := range p.Grades.Grades {
		g := &p.Grades.Grades[i]
		g.Benefits = demoBrings[g.ID]
	}
	p.Coupons = []coupon.Definition{
		{
			ID: "monthly-drink", Ko: "이달의 음료 한 잔", En: "This month’s drink", Gives: coupon.Gives{Amount: 4_500}, Cost: 1_200,
			ValidDays: 30, Grades: []string{"best", "family", "friend"}, Given: coupon.Monthly,
		},
		{
			ID: "birthday-cake", Ko: "생일 케이크 반값", En: "Birthday cake at half price", Gives: coupon.Gives{Percent: 50, Cap: 20_000}, Cost: 9_000,
			ValidDays: 7, Given: coupon.Birthday,
		},
		{
			ID: "come-back", Ko: "다시 뵙고 싶어요 2,000원", En: "2,000 off to see you again", Gives: coupon.Gives{Amount: 2_000}, Cost: 2_000,
			MinOrder: 8_000, ValidDays: 21, Given: coupon.Campaign,
		},
	}
}
