package ledger

import "time"

// Watermark is how far the nights have come: what the next one must know to
// miss nothing and to finish what a crash left.
type Watermark struct {
	// Version is the last published version whose effects are all applied, and
	// Report the folder it lies in. 0 before the first night.
	// It was decided by version Policy of the policy.
	Version int64
	Report  string
	Policy  int
	// Pointer is the published pointer as Version left it, to be put back should
	// it get lost.
	Pointer string
	// ReadFrom is when the night that committed Version began to read.
	ReadFrom time.Time
	// PendingFrom is when the last night that was about to commit began to
	// read. It counts once the pointer shows a version after Version.
	PendingFrom time.Time
}

// DayRecords is one store's business day as the ledger holds it.
type DayRecords struct {
	Records []Record
	// Quarantined counts records that could not be read, Conflicts deliveries
	// that were refused because their id was taken.
	Quarantined, Conflicts int
}
