package points

// Rules lists the rules a test may break.
var Rules = []string{
	string(ruleEnough), string(ruleLapse), string(ruleOnce), string(ruleWithin), string(ruleRest), string(ruleOldest),
	string(ruleOwnLot), string(ruleExpiry), string(ruleHeldExpires), string(ruleExtend), string(ruleExtendOnce),
	string(rulePending), string(ruleDebtFirst), string(ruleDebt), string(ruleSoFar), string(ruleVoided),
	string(ruleVoidFirst), string(ruleRefundFirst), string(ruleRedeemed), string(ruleSalePending),
	string(ruleBothSides), string(ruleStaff), string(ruleMergeAll), string(ruleEraseHolds),
}

// Break breaks one rule until the returned function mends it.
func Break(name string) (mend func()) {
	broken = rule(name)
	return func() { broken = "" }
}
