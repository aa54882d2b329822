package night

// Rules lists the safety rules a test may break.
var Rules = []string{
	string(ruleWindow), string(ruleSince), string(ruleOnlyCommitted), string(ruleSettled),
	string(ruleCommitFirst), string(ruleFinish), string(ruleBase), string(ruleTargetSealed), string(ruleOrphans),
	string(ruleShrank), string(ruleEarlier), string(rulePointerLost), string(ruleMonths),
}

// Break breaks one rule until the returned function mends it.
func Break(name string) (mend func()) {
	broken = rule(name)
	return func() { broken = "" }
}
