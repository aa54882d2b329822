package rfm_test

import (
	"compress/gzip"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"dangol/shared/ledger"
	"dangol/shared/rfm"
	"dangol/shared/value"
)

// orders reads rfm_data_orders of the R package rfm, which is not part of this
// repository: DANGOL_DATA names the folder that holds it.
func orders(t *testing.T) (names []string, tallies []rfm.Tally) {
	t.Helper()
	folder := os.Getenv("DANGOL_DATA")
	if folder == "" {
		t.Skip("set DANGOL_DATA to the folder with rfm-r/rfm_data_orders.csv.gz to check against published scores")
	}
	file, err := os.Open(filepath.Join(folder, "rfm-r", "rfm_data_orders.csv.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	content, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(content).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	type visit struct {
		name string
		day  ledger.Day
	}
	seats, seen := map[string]int{}, map[visit]bool{}
	for _, row := range rows[1:] {
		day, err := ledger.ParseDay(row[1])
		revenue, numberErr := strconv.ParseFloat(row[2], 64)
		if err != nil || numberErr != nil {
			t.Fatal(row)
		}
		seat, known := seats[row[0]]
		if !known {
			seat = len(tallies)
			seats[row[0]] = seat
			names, tallies = append(names, row[0]), append(tallies, rfm.Tally{})
		}
		tally := &tallies[seat]
		tally.Spend += ledger.Amount(revenue)
		if v := (visit{row[0], day}); !seen[v] {
			seen[v] = true
			tally.Visits++
			tally.Last = max(tally.Last, day)
		}
	}
	return names, tallies
}

// TestPublishedScores checks scores against the published output of the R
// package rfm (MIT) as of 2006-12-31, and counts computed from its data.
func TestPublishedScores(t *testing.T) {
	names, tallies := orders(t)
	asOf := ledger.Date(2006, 12, 31)
	rules := rfm.DefaultRules()
	rules.PopulationMonths, rules.Map = 0, rfm.MapClassic
	scales := rules.Scales(tallies, asOf, 5)
	for name, got := range map[string][]float64{"r": scales.R.Cuts, "f": scales.F.Cuts, "m": scales.M.Cuts} {
		want := map[string][]float64{"r": {114, 180, 296.4, 481}, "f": {3, 4, 5, 7}, "m": {254.8, 381, 505.4, 665}}[name]
		if !slices.Equal(got, want) {
			t.Errorf("cuts of %s are %v, want %v", name, got, want)
		}
	}
	var counts [3][6]int
	published := map[string]string{
		"Abbey O'Reilly": "343", "Add Senger": "412", "Aden Lesch": "323", "Aden Murphy": "544", "Admiral Senger": "433",
		"Agness O'Keefe": "555", "Ailene Hermann": "355", "Aiyanna Bruen": "321", "Akeelah Walsh": "445",
	}
	for i := range tallies {
		r, f, m := scales.Score(&tallies[i], asOf)
		counts[0][r]++
		counts[1][f]++
		counts[2][m]++
		if want, ok := published[names[i]]; ok && want != fmt.Sprintf("%d%d%d", r, f, m) {
			t.Errorf("%s scores %d%d%d, published %s", names[i], r, f, m, want)
		}
	}
	if want := [3][6]int{{0, 197, 201, 198, 199, 200}, {0, 269, 187, 178, 241, 120}, {0, 199, 201, 197, 203, 195}}; counts != want {
		t.Errorf("counts %v, want %v", counts, want)
	}
	for name, want := range map[string][]int{
		rfm.MapClassic: {138, 98, 104, 99, 55, 53, 30, 137, 22, 148, 111},
		rfm.MapDangol:  {138, 107, 127, 77, 49, 27, 72, 131, 17, 139, 111},
	} {
		rules.Map = name
		if got := segmentCounts(t, &rules, &scales, tallies, asOf); !slices.Equal(got, want) {
			t.Errorf("%s segments %v, want %v", name, got, want)
		}
	}
}

func segmentCounts(t *testing.T, rules *rfm.Rules, scales *rfm.Scales, tallies []rfm.Tally, asOf ledger.Day) []int {
	t.Helper()
	m, err := rules.SegmentMap(5)
	if err != nil {
		t.Fatal(err)
	}
	counts := make([]int, len(m.Order))
	for i := range tallies {
		counts[slices.Index(m.Order, m.Of(scales.Score(&tallies[i], asOf)))]++
	}
	return counts
}

// The same customers' money, spread as published.
func TestPublishedPareto(t *testing.T) {
	_, tallies := orders(t)
	var spends []ledger.Amount
	for i := range tallies {
		spends = append(spends, tallies[i].Spend)
	}
	p := value.ParetoOf(spends)
	top := p.Tops[3]
	if p.Sales != 464_158 || p.Makers != 606 || fmt.Sprintf("%.6f", p.Gini) != "0.289603" || top.Customers != 199 || fmt.Sprintf("%.4f", top.Share) != "0.3562" {
		t.Errorf("sales %d, makers %d, Gini %f, top %+v", p.Sales, p.Makers, p.Gini, top)
	}
}
