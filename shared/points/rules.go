package points

// rule is one of the rules that keep points from being made, lost or spent
// twice. They always hold, except in tests, which break one at a time to see
// that it is noticed.
type rule string

const (
	ruleEnough      rule = "no more is held than is available"
	ruleLapse       rule = "a hold ends by itself"
	ruleOnce        rule = "a hold resolves once"
	ruleWithin      rule = "no more is captured than was held"
	ruleRest        rule = "what was held and not captured goes back"
	ruleOldest      rule = "the lot that runs out first is spent first"
	ruleOwnLot      rule = "released points go back to their own lot"
	ruleExpiry      rule = "a lot runs out at the end of its month"
	ruleHeldExpires rule = "a lot that ran out while it was held is not revived"
	ruleExtend      rule = "what comes back after its lot ran out gets thirty days"
	ruleExtendOnce  rule = "a lot gets thirty days once"
	rulePending     rule = "pending points are not spent"
	ruleDebtFirst   rule = "debt is paid first"
	ruleDebt        rule = "what was spent and is taken back becomes debt"
	ruleSoFar       rule = "a refund claws back what is due by all refunds, less what was"
	ruleVoided      rule = "a voided refund takes nothing"
	ruleVoidFirst   rule = "a void that came before what it names counts"
	ruleRefundFirst rule = "a refund that came before its sale counts"
	ruleRedeemed    rule = "points that paid for a sale come back with it"
	ruleSalePending rule = "a sale's own pending points are taken first"
	ruleBothSides   rule = "every transfer has two sides"
	ruleStaff       rule = "staff give and take by hand within a daily limit"
	ruleMergeAll    rule = "a merge moves everything"
	ruleEraseHolds  rule = "erasing ends open holds first"
)

// broken is the rule a test has broken.
var broken rule

func keeps(r rule) bool { return r != broken }
