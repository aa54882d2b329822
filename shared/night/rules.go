package night

// rule is one of the rules that keep the night from losing or doubling
// anything. They always hold, except in tests, which break one at a time to see
// that the simulation notices.
type rule string

const (
	ruleWindow        rule = "the window reaches behind the days that have no marker"
	ruleSince         rule = "the window reaches back to the last committed night"
	ruleOnlyCommitted rule = "a night that committed nothing moves no watermark"
	ruleSettled       rule = "a marker goes only when its transaction is in a page"
	ruleCommitFirst   rule = "markers go only after the commit"
	ruleFinish        rule = "a night first finishes what the last one left"
	ruleBase          rule = "the base is older than the as-of day"
	ruleTargetSealed  rule = "a refund is linked only when its sale is in a page"
	ruleOrphans       rule = "orphans are looked for every night"
	ruleShrank        rule = "a ledger that shrank stops the night"
	ruleEarlier       rule = "a night for an earlier day moves nothing"
	rulePointerLost   rule = "a lost pointer stops the night"
	ruleMonths        rule = "a gathered month stands for the very pages it was gathered from"
)

// broken is the rule a test has broken.
var broken rule

func holds(r rule) bool { return r != broken }
