package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"runtime/pprof"
	"strconv"
	"time"

	"dangol/shared/ledger"
	"dangol/shared/night"
	"dangol/shared/page"
	"dangol/shared/rfm"
)

// scored is a row of what bench rfm writes, the columns its peers write.
type scored struct {
	Customer  int64 `parquet:"customer_id,delta"`
	Recency   int32 `parquet:"recency,delta"`
	Frequency int32 `parquet:"frequency,delta"`
	Monetary  int64 `parquet:"monetary,delta"`
	R         int8  `parquet:"r,delta"`
	F         int8  `parquet:"f,delta"`
	M         int8  `parquet:"m,delta"`
}

// benchRFM times the fold and the rules of the night: from pages to the scores
// of every customer. Its last line is JSON with the seconds it took.
func benchRFM(ctx context.Context, args []string) error {
	set, _ := flags("bench rfm")
	from := set.String("pages", "", "folder with the pages (default: IN.pages)")
	profile := set.String("cpuprofile", "", "file for a CPU profile")
	if err := set.Parse(args); err != nil {
		return err
	}
	if set.NArg() != 2 {
		return errors.New("want dangol bench rfm IN.parquet OUT.parquet")
	}
	if *profile != "" {
		file, err := os.Create(*profile)
		if err != nil {
			return err
		}
		defer file.Close()
		if err := pprof.StartCPUProfile(file); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	pages := pagesOf(set.Arg(0))
	if *from != "" {
		pages = folder(*from)
	}
	debug.SetGCPercent(night.GCPercent)
	return scoreAll(ctx, pages, set.Arg(1))
}

// laps are the seconds each phase took.
type laps struct {
	last   time.Time
	Wall   float64            `json:"wall"`
	Phases map[string]float64 `json:"phases"`
}

func (l *laps) lap(phase string) {
	now := time.Now()
	spent := now.Sub(l.last).Seconds()
	l.Phases[phase] = spent
	l.Wall += spent
	l.last = now
}

// scoreAll is the whole job.
func scoreAll(ctx context.Context, pages folder, out string) error {
	l := &laps{last: time.Now(), Phases: map[string]float64{}}
	content, err := pages.Get(ctx, manifestKey)
	if err != nil {
		return err
	}
	m, err := page.DecodeManifest(content)
	if err != nil {
		return err
	}
	asOf, seats := ledger.Day(0), 0
	for _, p := range m.Sources() {
		asOf = max(asOf, p.To+1)
	}
	for _, s := range m.Roster {
		seats += s.Rows
	}
	folded, err := night.Fold(ctx, m, pages, seats, night.Windows{AsOf: asOf, Year: asOf, Score: asOf})
	if err != nil {
		return err
	}
	l.lap("fold")
	members := page.NewMembers()
	for _, s := range m.Roster {
		if content, err = pages.Get(ctx, s.Key); err != nil {
			return err
		}
		if err := members.Load(content, s.Rows); err != nil {
			return err
		}
	}
	l.lap("roster")
	if err := writeScores(out, folded.Tallies, members.Rows, asOf); err != nil {
		return err
	}
	l.lap("scores")
	line, err := json.Marshal(l)
	fmt.Println(string(line))
	return err
}

// rowsAtOnce is how many rows are made before they are written.
const rowsAtOnce = 8 << 10

func writeScores(out string, tallies []rfm.Tally, members []page.Member, asOf ledger.Day) error {
	rules := rfm.DefaultRules()
	rules.PopulationMonths = 0
	scales := rules.Scales(tallies, asOf, 5)
	w := page.NewWriter[scored](scales.N)
	var rows []scored
	for seat := 1; seat < len(tallies); seat++ {
		t := &tallies[seat]
		if t.Visits == 0 {
			continue
		}
		id, err := strconv.ParseInt(members[seat-1].Customer, 10, 64)
		if err != nil {
			return err
		}
		r, f, m := scales.Score(t, asOf)
		rows = append(rows, scored{id, int32(asOf - t.Last), t.Visits, int64(t.Spend), int8(r), int8(f), int8(m)})
		if len(rows) == rowsAtOnce {
			w.Write(rows)
			rows = rows[:0]
		}
	}
	w.Write(rows)
	content, err := w.Close()
	if err != nil {
		return err
	}
	return os.WriteFile(out, content, 0o600)
}
