package coupon

// Rules lists the rules a test may break.
var Rules = []string{
	string(ruleOnce), string(ruleHeld), string(ruleLapse), string(ruleExpiry), string(ruleEarly), string(ruleStore),
	string(ruleOrder), string(ruleTotal), string(ruleVoid), string(ruleUsedVoid), string(ruleOccasion), string(ruleGrade), string(ruleBirthday),
	string(ruleCampaign), string(ruleOver), string(ruleRelease), string(ruleReturn), string(ruleReturnSoon), string(ruleUndo), string(ruleUndoSince), string(ruleUndoShared), string(ruleMerge),
	string(ruleApart),
}

// Break breaks one rule until the returned function mends it.
func Break(name string) (mend func()) {
	broken = rule(name)
	return func() { broken = "" }
}
