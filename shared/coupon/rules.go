package coupon

// rule is one of the rules that keep coupons from being given or used beyond
// what was promised. They always hold, except in tests, which break one at a
// time to see that it is noticed.
type rule string

const (
	ruleOnce       rule = "a coupon is used once"
	ruleHeld       rule = "what one till holds no other can use"
	ruleLapse      rule = "a hold ends by itself"
	ruleExpiry     rule = "a coupon ends with its last day"
	ruleEarly      rule = "a coupon is not used before its first day"
	ruleStore      rule = "a coupon is used where it is good"
	ruleOrder      rule = "a coupon is used on a large enough order"
	ruleTotal      rule = "money comes off an order that is named"
	ruleVoid       rule = "a void coupon is not used"
	ruleUsedVoid   rule = "a used coupon is not voided"
	ruleOccasion   rule = "a coupon is given once on an occasion"
	ruleGrade      rule = "a coupon is given to its grades"
	ruleBirthday   rule = "a birthday's coupon is given in its week"
	ruleCampaign   rule = "a campaign's coupon is given by a manager"
	ruleOver       rule = "what is over is not given"
	ruleRelease    rule = "a till releases what it holds itself"
	ruleReturn     rule = "a till gives back what it used itself"
	ruleReturnSoon rule = "what was used long ago is not given back"
	ruleUndo       rule = "what an undone grade gave is void"
	ruleUndoShared rule = "what the grade left is given too stays"
	ruleUndoSince  rule = "what was given before the undone grade stays"
	ruleMerge      rule = "a merge moves every coupon"
	ruleApart      rule = "who is told apart again takes their own"
)

// broken is the rule a test has broken.
var broken rule

func keeps(r rule) bool { return r != broken }
