package rfm

// Reason says why a customer's segment is not what it was.
type Reason string

// Reasons, in the order they are looked for: the first that applies is given.
const (
	PolicyChanged Reason = "policy"    // the policy or the map changed
	Corrected     Reason = "corrected" // a void, a refund or late data changed the past
	Bought        Reason = "bought"    // a counting visit since, and a higher score
	TimePassed    Reason = "recency"   // the silence crossed a recency cut
	RolledOff     Reason = "rolled"    // visits or money left the window
	CutMoved      Reason = "cuts"      // only the others moved
	Joined        Reason = "joined"    // first counting visit since
	Left          Reason = "left"      // no counting visit is left
)

// Then is what the base report said about a customer, and Now what is true of
// the same moment when looked at today: they differ when the past was
// corrected.
type Then struct {
	Visits int32
	Spend  int64
	Last   int32
	R      Score
}

// WhyMoved finds why a segment changed between a base report and today.
//
// said is what the base published; known is the same record as known today;
// recency is today's silence scored by the base's cuts; bought says a counting
// visit came since that explains it, as some score is higher: who bought and
// fell all the same fell for another reason; rolled says visits or money left a window.
func WhyMoved(policyChanged bool, said, known Then, bought bool, recency Score, rolled bool) Reason {
	switch {
	case policyChanged:
		return PolicyChanged
	case said.Visits != known.Visits || said.Spend != known.Spend || said.Last != known.Last:
		return Corrected
	case bought:
		return Bought
	case recency != said.R:
		return TimePassed
	case rolled:
		return RolledOff
	default:
		return CutMoved
	}
}
