package value_test

import (
	"compress/gzip"
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"dangol/shared/ledger"
	"dangol/shared/value"
)

// near says got is want to a relative difference.
func near(t *testing.T, what string, got, want, relative float64) {
	t.Helper()
	if !(math.Abs(got-want) <= relative*math.Abs(want)) {
		t.Errorf("%s is %.8g, want %.8g", what, got, want)
	}
}

// The two models as fitted to the CDNOW sample, by an independent program.
var (
	cdnowBG  = value.Dropout{Model: value.BGNBD, R: .242595, Alpha: 4.413602, A: .792922, B: 2.425907}
	cdnowMBG = value.Dropout{Model: value.MBGNBD, R: .524843, Alpha: 6.183085, A: .891359, B: 1.614002}
)

// hundredths is d with time in hundredths of weeks instead of days: the papers
// round their weeks to two places.
func hundredths(d value.Dropout) *value.Dropout {
	d.Alpha *= 100. / value.PerWeek
	return &d
}

// Expectations printed in Fader, Hardie and Lee's note on customer 1516, and
// those of the modified model, all recomputed by an independent program.
func TestPublishedExpectations(t *testing.T) {
	bg, mbg := hundredths(cdnowBG), hundredths(cdnowMBG)
	of := func(d *value.Dropout, h value.History, time float64) float64 {
		return d.Alive(h) * d.Expected(h.Repeats, h.Age, time)
	}
	near(t, "E[X(52)]", bg.Expected(0, 0, 5200), 1.44401, 4e-6)
	h1516 := value.History{Repeats: 26, Last: 216, Age: 31 * 7}
	near(t, "E[Y(52)] of 1516", of(&cdnowBG, h1516, 52*7), 25.7573, 2e-6)
	near(t, "P(alive) of 1516", cdnowBG.Alive(h1516), .968854, 1e-6)
	two := value.History{Repeats: 2, Last: 3043, Age: 3886}
	near(t, "E[Y(39)] of two repeats", of(bg, two, 3900), 1.22591, 4e-6)
	near(t, "P(alive) of two repeats", bg.Alive(two), .726609, 1e-6)
	near(t, "modified E[Y(39)] of two repeats", of(mbg, two, 3900), 1.26267, 4e-6)
	near(t, "modified P(alive) of two repeats", mbg.Alive(two), .70613, 8e-6)
	none := value.History{Age: 3886}
	near(t, "modified E[Y(39)] of none", of(mbg, none, 3900), .15395, 4e-5)
	near(t, "modified P(alive) of none", mbg.Alive(none), .38972, 2e-5)
	if p := bg.Alive(none); p != 1 {
		t.Errorf("whoever never came again is alive with %v", p)
	}
}

// More visits with the same last one can mean less: five in five weeks and then
// silence says more than one.
func TestMoreVisitsCanMeanLess(t *testing.T) {
	for repeats, want := range map[int32]float64{1: .302, 2: .209, 3: .092, 5: .010} {
		h := value.History{Repeats: repeats, Last: 500, Age: 3886}
		bg := hundredths(cdnowBG)
		if got := bg.Alive(h) * bg.Expected(repeats, h.Age, 3900); math.Abs(got-want) > .0005 {
			t.Errorf("after %d repeats %.4f are expected, want %.3f", repeats, got, want)
		}
	}
}

// cdnow reads the CDNOW sample, which is not part of this repository: DANGOL_DATA
// names the folder that holds it. Same-day rows are merged.
func cdnow(t *testing.T) ([]value.History, []value.Spender) {
	t.Helper()
	folder := os.Getenv("DANGOL_DATA")
	if folder == "" {
		t.Skip("set DANGOL_DATA to the folder with cdnow/cdnow_sample.csv.gz to check against the papers")
	}
	file, err := os.Open(filepath.Join(folder, "cdnow", "cdnow_sample.csv.gz"))
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
	end := ledger.Date(1997, 9, 30)
	var order []string
	spent := map[string]map[ledger.Day]ledger.Amount{}
	for _, row := range rows[1:] {
		text := strings.ReplaceAll(row[2], "-", "")
		day, err := ledger.ParseDay(text[:4] + "-" + text[4:6] + "-" + text[6:])
		dollars, numberErr := strconv.ParseFloat(row[4], 64)
		if err != nil || numberErr != nil {
			t.Fatal(row)
		}
		who := row[0]
		if spent[who] == nil {
			spent[who] = map[ledger.Day]ledger.Amount{}
			order = append(order, who)
		}
		if day <= end {
			spent[who][day] += ledger.Amount(math.Round(dollars * 100))
		}
	}
	var histories []value.History
	var spenders []value.Spender
	for _, who := range order {
		first, last := ledger.Day(1<<30), ledger.Day(0)
		all := ledger.Amount(0)
		for day, m := range spent[who] {
			first, last = min(first, day), max(last, day)
			all += m
		}
		repeats := int32(len(spent[who]) - 1)
		histories = append(histories, value.History{Repeats: repeats, Last: int32(last - first), Age: int32(end - first)})
		spenders = append(spenders, value.Spender{Repeats: repeats, Money: all - spent[who][first]})
	}
	return histories, spenders
}

func TestPublishedVisits(t *testing.T) {
	histories, _ := cdnow(t)
	var x, last, age int
	count := map[int32]int{}
	for _, h := range histories {
		x, last, age = x+int(h.Repeats), last+int(h.Last), age+int(h.Age)
		count[h.Repeats]++
	}
	if len(histories) != 2357 || x != 2457 || last != 112949 || age != 539779 ||
		count[0] != 1411 || count[1] != 439 || count[2] != 214 || count[3] != 100 {
		t.Fatalf("%d customers, %d repeats, %d and %d days: %v", len(histories), x, last, age, count)
	}
	for _, want := range []value.Dropout{
		{Model: value.BGNBD, R: .242595, Alpha: 4.413602, A: .792922, B: 2.425907, LogLikelihood: -9582.42921},
		{Model: value.MBGNBD, R: .524843, Alpha: 6.183085, A: .891359, B: 1.614002, LogLikelihood: -9582.13572},
	} {
		got, ok := value.FitDropout(want.Model, value.Summarise(histories), value.PerWeek)
		if !ok {
			t.Errorf("%s: not determined", want.Model)
		}
		near(t, "r", got.R, want.R, 1e-5)
		near(t, "α", got.Alpha, want.Alpha, 1e-5)
		near(t, "a", got.A, want.A, 1e-5)
		near(t, "b", got.B, want.B, 1e-5)
		if math.Abs(got.LogLikelihood-want.LogLikelihood) > 1e-4 {
			t.Errorf("%s: log-likelihood %.6f, want %.5f", want.Model, got.LogLikelihood, want.LogLikelihood)
		}
		t.Logf("%+v", got)
	}
}

func TestPublishedSpending(t *testing.T) {
	_, spenders := cdnow(t)
	s, ok := value.FitSpending(spenders)
	if !ok || s.Customers != 946 {
		t.Errorf("%+v, %v", s, ok)
	}
	near(t, "p", s.P, 6.24957, 1e-4)
	near(t, "q", s.Q, 3.74422, 1e-4)
	near(t, "v", s.V/100, 15.44352, 1e-4)
	near(t, "population mean", s.Mean()/100, 35.1704, 1e-5)
	near(t, "E[M|35,3]", s.Expected(3, 3500)/100, 35.02175, 1e-5)
	near(t, "E[M|40,2]", s.Expected(2, 4000)/100, 39.13053, 1e-5)
	t.Logf("%+v", s)
}

// The same bits on any number of processors.
func TestProcessorsChangeNothing(t *testing.T) {
	histories, spenders := invented(40_000, 3)
	statistics := value.Summarise(histories)
	type fits struct {
		bg, mbg value.Dropout
		money   value.Spending
	}
	fit := func(processors int) (f fits) {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(processors))
		f.bg, _ = value.FitDropout(value.BGNBD, statistics, value.PerWeek)
		f.mbg, _ = value.FitDropout(value.MBGNBD, statistics, value.PerWeek)
		f.money, _ = value.FitSpending(spenders)
		return f
	}
	one := fit(1)
	for _, processors := range []int{2, 3, 8} {
		if more := fit(processors); more != one {
			t.Errorf("on %d processors %+v, on one %+v", processors, more, one)
		}
	}
	t.Logf("%+v, distinct histories %d", one, statistics.Distinct())
}
