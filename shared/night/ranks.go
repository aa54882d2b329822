package night

import (
	"dangol/shared/grade"
	"dangol/shared/ledger"
)

// ranks collects what everybody stands at on the days on which rank decides.
type ranks struct {
	book  grade.Book
	days  []ledger.Day
	stood [][]int64 // by day and seat; 0 of those who are not there
}

// newRanks is nil where rank decides on no day.
func newRanks(book grade.Book, base, asOf ledger.Day, seats int) *ranks {
	r := &ranks{book: book, days: book.Ranked(base, asOf)}
	if len(r.days) == 0 {
		return nil
	}
	for range r.days {
		r.stood = append(r.stood, make([]int64, seats))
	}
	return r
}

// enter takes what a customer did; several at once.
func (r *ranks) enter(seat int32, record *grade.Record) {
	for i, day := range r.days {
		r.stood[i][seat] = r.book.On(day).Stood(record, day)
	}
}

// cut is the book with the thresholds of those days.
func (r *ranks) cut() grade.Book {
	book := r.book
	for i, day := range r.days {
		book = book.Cut(day, r.stood[i])
	}
	return book
}
