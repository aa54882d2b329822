package page

// Transfer is one transfer of a customer's points, as points.Transfer. Kept by
// the day it was decided, UTC; a desk day's transfers are one file.
type Transfer struct {
	Seat    int32  `parquet:"seat,delta"`
	Entered int32  `parquet:"entered,delta"`
	On      int32  `parquet:"on,delta"`
	From    string `parquet:"from,dict"`
	To      string `parquet:"to,dict"`
	Why     string `parquet:"why,dict"`
	Points  int64  `parquet:"points,delta"`
	Month   int32  `parquet:"month,dict"`
	Until   int32  `parquet:"until,dict"`
	Ready   int32  `parquet:"ready,dict"`
	Lapses  int64  `parquet:"lapses,dict"` // nanoseconds since 1970, 0 of what is no hold
	Sold    int32  `parquet:"sold,dict"`
	Earner  int32  `parquet:"earner,dict"` // a seat; 0 where Seat's own sale earned them, and where none did
}
