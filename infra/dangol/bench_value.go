package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"runtime"
	"time"

	"dangol/shared/ledger"
	"dangol/shared/value"

	"github.com/parquet-go/parquet-go"
)

// summaryRow is a customer in a plain table: repeats, days from the first visit
// to the last and to the end, and the mean money of repeats.
type summaryRow struct {
	Repeats int32   `parquet:"x,optional"`
	Last    int32   `parquet:"tx,optional"`
	Age     int32   `parquet:"t,optional"`
	Mean    float64 `parquet:"m,optional"`
}

// fitted is what bench value prints: parameters with time in days, as its peers
// have them, and the seconds each fit took, summarising included.
type fitted struct {
	Visits, Modified value.Dropout
	Spending         value.Spending
	VisitsSeconds    float64
	ModifiedSeconds  float64
	SpendingSeconds  float64
	Distinct         int
	Customers        int
	// Megabytes taken from the system before the first fit, and after the last.
	Megabytes [2]int
}

func megabytes() int {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.Sys >> 20)
}

// benchValue times the models of visits and of money on a table of customers.
func benchValue(_ context.Context, args []string) error {
	if len(args) != 1 {
		return errors.New("want dangol bench value CUSTOMERS.parquet")
	}
	rows, err := parquet.ReadFile[summaryRow](args[0])
	if err != nil {
		return err
	}
	histories, spenders := make([]value.History, len(rows)), make([]value.Spender, len(rows))
	for i, r := range rows {
		histories[i] = value.History{Repeats: r.Repeats, Last: r.Last, Age: r.Age}
		spenders[i] = value.Spender{Repeats: r.Repeats, Money: ledger.Amount(math.Round(r.Mean * float64(r.Repeats)))}
	}
	f := fitted{Customers: len(rows)}
	f.Megabytes[0] = megabytes()
	var determined [3]bool
	seconds := func(fit func()) float64 {
		begun := time.Now()
		fit()
		return time.Since(begun).Seconds()
	}
	f.VisitsSeconds = seconds(func() {
		statistics := value.Summarise(histories)
		f.Distinct = statistics.Distinct()
		f.Visits, determined[0] = value.FitDropout(value.BGNBD, statistics, 1)
	})
	f.ModifiedSeconds = seconds(func() {
		f.Modified, determined[1] = value.FitDropout(value.MBGNBD, value.Summarise(histories), 1)
	})
	f.SpendingSeconds = seconds(func() { f.Spending, determined[2] = value.FitSpending(spenders) })
	f.Megabytes[1] = megabytes()
	if determined != [3]bool{true, true, true} {
		return fmt.Errorf("not determined: %v", determined)
	}
	line, err := json.Marshal(f)
	fmt.Println(string(line))
	return err
}
