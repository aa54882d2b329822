package policy

import (
	"embed"
	"slices"
)

//go:embed templates/*.json
var documents embed.FS

// Schema is the JSON Schema of the policy document: what an editor completes
// and checks by. What it lets through may still contradict itself; Parse says
// so.
//
//go:embed schema.json
var Schema []byte

// Template is a policy to start from.
type Template struct {
	Name string
	// Ko and En say what it is for and how it works.
	Ko, En string
}

// Templates are the policies to start from, beside Default.
var Templates = []Template{
	{
		"cafe-stars", "카페 별: 1,000원마다 별 하나, 한 해에 50개를 모으면 그린, 250개면 골드. 별은 한 개에 10원으로 쓰고, 써도 등급은 그대로예요. 가입한 날부터 한 해씩 세고, 얻은 등급은 다음 해 끝까지 가요. 골드는 달마다 음료 쿠폰, 모두 생일 쿠폰을 받고, 다시 모시는 쿠폰은 캠페인으로 드려요.",
		"Café stars: a star for every 1,000 spent, Green at 50 earned and Gold at 250, in the member's own year. A star pays 10, and spending stars costs no grade; a grade earned lasts to the end of the next one. Gold has a drink a month by coupon, everybody one for the birthday, and a campaign calls back who stays away.",
	},
	{
		"beauty-shop", "화장품 가게: 반기(1–6월, 7–12월) 금액으로 정하고, 얻은 등급은 다음 반기 끝까지 가요. 골드와 실버는 반기마다 할인 쿠폰 하나를 받아요.",
		"A beauty shop: by the amount of a half-year; a grade earned lasts to the end of the next one. Gold and Silver have one discount coupon each half-year.",
	},
	{
		"department-store", "백화점: 한 해 금액으로 매달 1일에 정하고, 얻은 등급은 다음 해 끝까지 가요. 가장 높은 등급은 초대로만 받아요. 높은 두 등급은 한 해에 한 번 선물 쿠폰을 받아요.",
		"A department store: by the amount of a calendar year, decided on the 1st; a grade earned lasts to the end of the next year. The highest one is by invitation. The two highest have a gift coupon once a year.",
	},
	{
		"family-card", "가족 카드: 함께 사는 손님의 열두 달 금액을 합쳐서 정하고, 모두가 같은 등급을 받아요. 함께 산다는 것은 손님이 동의한 뒤 매장에서 등록해요.",
		"A family card: what customers who live together spent in twelve months counts together, and each of them has the grade. Who lives together is entered at the desk, once they agreed.",
	},
	{
		"visit-card", "단골 카드: 마지막 방문까지 석 달 동안 두 번 오시면 예비 단골, 일곱 번 오시면 단골. 금액은 보지 않아요. 단골에게는 덤과 인사를, 생일에는 쿠폰을 드려요.",
		"A visit card: two visits in the three months up to the last one, or seven for a regular. Amounts do not count. Regulars have small extras and a greeting by name, and a coupon on the birthday.",
	},
}

// Document is a template's text, ready to be edited and saved; ok is false
// when there is none of that name.
func Document(name string) (document []byte, ok bool) {
	if !slices.ContainsFunc(Templates, func(t Template) bool { return t.Name == name }) {
		return nil, false
	}
	document, err := documents.ReadFile("templates/" + name + ".json")
	return document, err == nil
}
