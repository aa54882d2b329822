package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
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
	asOf := ledger.Day(0)
	for _, p := range m.Sources() {
		asOf = max(asOf, p.To+1)
	}
	folded, err := night.Fold(ctx, m, pages, len(members.Rows), night.Windows{AsOf: asOf, Grade: asOf, Year: asOf, Score: asOf})
	if err != nil {
		return err
	}
	l.lap("fold")
	rules := rfm.DefaultRules()
	rules.PopulationMonths = 0
	scales := rules.Scales(folded.Tallies, asOf, 5)
	rows := make([]scored, 0, scales.N)
	for seat := 1; seat < len(folded.Tallies); seat++ {
		t := &folded.Tallies[seat]
		if t.Visits == 0 {
			continue
		}
		id, err := strconv.ParseInt(members.Rows[seat-1].Customer, 10, 64)
		if err != nil {
			return err
		}
		r, f, mm := scales.Score(t, asOf)
		rows = append(rows, scored{id, int32(asOf - t.Last), t.Visits, int64(t.Spend), int8(r), int8(f), int8(mm)})
	}
	l.lap("score")
	if content, err = page.Encode(rows); err != nil {
		return err
	}
	if err := os.WriteFile(out, content, 0o600); err != nil {
		return err
	}
	l.lap("write")
	line, err := json.Marshal(l)
	fmt.Println(string(line))
	return err
}
