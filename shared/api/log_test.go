package api_test

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
)

// full is a disk, or a pipe, that takes no more.
type full struct{ asked int }

func (f *full) Write([]byte) (int, error) {
	f.asked++
	return 0, errors.New("no space left")
}

// A log nobody can write holds up no till.
func TestAnswersWithoutALog(t *testing.T) {
	log, before := &full{}, slog.Default()
	slog.SetDefault(slog.New(slog.NewJSONHandler(io.Writer(log), nil)))
	defer slog.SetDefault(before)
	x := newTill()
	if w := x.post(sale); w.Code != http.StatusCreated {
		t.Errorf("a sale: %d", w.Code)
	}
	if w := x.post(strings.Replace(sale, "아메리카노", "라떼", 1)); w.Code != http.StatusConflict {
		t.Errorf("another under its id: %d", w.Code)
	}
	if log.asked == 0 {
		t.Error("nothing was logged, so this shows nothing")
	}
}
