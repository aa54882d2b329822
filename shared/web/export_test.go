package web

// Cached is how many keys are kept at hand.
func (k *Keys) Cached() int { return len(k.known) }
