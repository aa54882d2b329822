package ledger_test

import (
	"errors"
	"testing"
	"time"

	"dangol/shared/ledger"
)

func TestQuantity(t *testing.T) {
	for text, want := range map[string]ledger.Quantity{
		"1": 1000, "0": 0, "2.5": 2500, "0.125": 125, "-3": -3000, "-0.5": -500, "1000000": 1_000_000_000, "007": 7000,
	} {
		got, err := ledger.ParseQuantity(text)
		if err != nil || got != want {
			t.Errorf("ParseQuantity(%q) = %d, %v; want %d", text, got, err, want)
		}
	}
	for _, text := range []string{"", "-", ".5", "1.", "1.2345", "1e3", "NaN", "Infinity", "+1", "--1", "1,5", "１"} {
		if got, err := ledger.ParseQuantity(text); err == nil {
			t.Errorf("ParseQuantity(%q) = %d, want an error", text, got)
		}
	}
	for _, text := range []string{"1000001", "99999999999999999999"} {
		if _, err := ledger.ParseQuantity(text); !errors.Is(err, ledger.ErrTooLarge) {
			t.Errorf("ParseQuantity(%q): %v, want ErrTooLarge", text, err)
		}
	}
	for _, q := range []ledger.Quantity{0, 1000, 2500, 125, -500, -3000, 1, 1010} {
		if back, err := ledger.ParseQuantity(q.String()); err != nil || back != q {
			t.Errorf("%d is written %q and read back as %d, %v", q, q.String(), back, err)
		}
	}
}

func TestAddMonthsClips(t *testing.T) {
	for _, c := range []struct {
		from   string
		months int
		want   string
	}{
		{"2026-03-31", -1, "2026-02-28"}, {"2024-03-31", -1, "2024-02-29"}, {"2026-01-31", 1, "2026-02-28"},
		{"2024-02-29", 12, "2025-02-28"}, {"2026-11-21", -12, "2025-11-21"}, {"2026-01-15", -13, "2024-12-15"},
		{"2026-12-31", 2, "2027-02-28"},
	} {
		from, err := ledger.ParseDay(c.from)
		if err != nil {
			t.Fatal(err)
		}
		if got := from.AddMonths(c.months).String(); got != c.want {
			t.Errorf("%s %+d months = %s, want %s", c.from, c.months, got, c.want)
		}
	}
	if _, err := ledger.ParseDay("2026-02-29"); err == nil {
		t.Error("29 February 2026 was accepted")
	}
}

func seoul(t *testing.T) *ledger.Store {
	t.Helper()
	s := &ledger.Store{ID: "main", Hours: []ledger.Hours{{Zone: "Asia/Seoul", DayStart: ledger.DefaultDayStart}}}
	if err := s.Load(); err != nil {
		t.Fatal(err)
	}
	return s
}

func at(t *testing.T, text string) ledger.Moment {
	t.Helper()
	m, err := ledger.ParseMoment(text)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// A business day begins at the store's day start, wherever the clock is read.
func TestBusinessDay(t *testing.T) {
	s := seoul(t)
	for _, c := range []struct {
		at, day string
		minute  int
	}{
		{"2026-11-20T18:03:11+09:00", "2026-11-20", 14*60 + 3},
		{"2026-11-21T03:59:59+09:00", "2026-11-20", 24*60 - 1},
		{"2026-11-21T04:00:00+09:00", "2026-11-21", 0},
		{"2026-11-20T18:59:59Z", "2026-11-20", 24*60 - 1},
		{"2026-11-20T19:00:00Z", "2026-11-21", 0},
	} {
		day, minute := s.Local(at(t, c.at).At)
		if day.String() != c.day || minute != c.minute {
			t.Errorf("%s is minute %d of %s, want %d of %s", c.at, minute, day, c.minute, c.day)
		}
	}
}

// New hours count from the instant they begin and leave the past alone.
func TestHoursNeverEditThePast(t *testing.T) {
	s := &ledger.Store{ID: "main", Hours: []ledger.Hours{
		{Zone: "Asia/Seoul", DayStart: 4 * 60},
		{From: at(t, "2026-06-01T00:00:00Z").At, Zone: "Asia/Seoul", DayStart: 6 * 60},
	}}
	if err := s.Load(); err != nil {
		t.Fatal(err)
	}
	if day, _ := s.Local(at(t, "2026-05-20T05:00:00+09:00").At); day.String() != "2026-05-20" {
		t.Errorf("before the change five in the morning belongs to %s", day)
	}
	if day, _ := s.Local(at(t, "2026-07-20T05:00:00+09:00").At); day.String() != "2026-07-19" {
		t.Errorf("after the change five in the morning belongs to %s", day)
	}
}

// The marker rule and the window rule meet with slack on both sides.
func TestWindowCoversWhatHasNoMarker(t *testing.T) {
	written := time.Date(2026, 11, 21, 23, 59, 0, 0, time.UTC)
	for age := range ledger.Day(30) {
		day := ledger.DayOf(written) - age
		if ledger.NeedsMarker(day, written) {
			continue
		}
		readLater := written.Add(26 * time.Hour)
		if day < ledger.WindowStart(readLater, written) {
			t.Errorf("a sale of %s written at %s has no marker and is outside the window", day, written)
		}
	}
}

func draft(t *testing.T) ledger.Draft {
	t.Helper()
	return ledger.Draft{
		Transaction: ledger.Transaction{
			Key: ledger.Key{ID: "s1"}, Type: ledger.Sale, Occurred: at(t, "2026-11-20T18:03:11+09:00"), Currency: "KRW", Total: 15000,
			Lines:   []ledger.Line{{Name: "a", Quantity: ledger.One, Amount: 9000, Discount: 1000}, {Name: "b", Quantity: ledger.One, Amount: 6000}},
			Tenders: []ledger.Tender{{Type: "card", Amount: 15000}},
		},
		HasTotal: true,
	}
}

func TestCheck(t *testing.T) {
	now := at(t, "2026-11-20T18:05:00+09:00").At
	other := ledger.Date(2026, 11, 16)
	for _, c := range []struct {
		name  string
		edit  func(*ledger.Draft)
		fault ledger.Fault
	}{
		{"no id", func(d *ledger.Draft) { d.ID = "" }, ledger.Fault{Pointer: "/id", Code: "id_missing"}},
		{"no type", func(d *ledger.Draft) { d.Type = 0 }, ledger.Fault{Pointer: "/type", Code: "type_missing"}},
		{"no time", func(d *ledger.Draft) { d.Occurred = ledger.Moment{} }, ledger.Fault{Pointer: "/occurredAt", Code: "time_missing"}},
		{"year 1", func(d *ledger.Draft) {
			d.Occurred = at(t, "0001-01-01T00:00:00Z")
			d.Occurred.At = d.Occurred.At.Add(1)
		}, ledger.Fault{Pointer: "/occurredAt", Code: "time_out_of_range"}},
		{"year 9999", func(d *ledger.Draft) { d.Occurred = at(t, "9999-01-01T00:00:00Z") }, ledger.Fault{Pointer: "/occurredAt", Code: "time_out_of_range"}},
		{"future", func(d *ledger.Draft) { d.Occurred = at(t, "2026-11-21T18:05:01+09:00") }, ledger.Fault{Pointer: "/occurredAt", Code: "time_in_future"}},
		{"foreign money", func(d *ledger.Draft) { d.Currency = "USD" }, ledger.Fault{Pointer: "/currency", Code: "currency_unsupported"}},
		{"no total", func(d *ledger.Draft) { d.HasTotal = false }, ledger.Fault{Pointer: "/total", Code: "amount_missing"}},
		{"negative total", func(d *ledger.Draft) { d.Total, d.Lines, d.Tenders = -1, nil, nil }, ledger.Fault{Pointer: "/total", Code: "amount_negative"}},
		{"lines do not add up", func(d *ledger.Draft) { d.Lines[0].Amount++ }, ledger.Fault{Pointer: "/total", Code: "total_mismatch"}},
		{"tenders do not add up", func(d *ledger.Draft) { d.Tenders[0].Amount-- }, ledger.Fault{Pointer: "/tenders", Code: "tenders_mismatch"}},
		{"negative discount", func(d *ledger.Draft) { d.Lines[1].Discount = -1 }, ledger.Fault{Pointer: "/lines/1/discount", Code: "amount_negative"}},
		{"day far away", func(d *ledger.Draft) { d.Day, d.HasDay = other, true }, ledger.Fault{Pointer: "/businessDay", Code: "business_day_mismatch"}},
		{"void of nothing", func(d *ledger.Draft) { d.Type = ledger.Void }, ledger.Fault{Pointer: "/voidOf", Code: "link_missing"}},
		{"sale of a refund", func(d *ledger.Draft) { d.RefundOf = &ledger.Key{ID: "x"} }, ledger.Fault{Pointer: "/refundOf", Code: "link_not_allowed"}},
		{"void of itself", func(d *ledger.Draft) {
			d.Type, d.VoidOf = ledger.Void, &ledger.Key{ID: "s1", Day: ledger.Date(2026, 11, 20)}
		}, ledger.Fault{Pointer: "/voidOf", Code: "link_to_itself"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := draft(t)
			c.edit(&d)
			_, faults := d.Check(seoul(t), "KRW", now)
			if len(faults) != 1 || faults[0] != c.fault {
				t.Errorf("faults %v, want %v", faults, c.fault)
			}
		})
	}
}

func TestCheckFillsIn(t *testing.T) {
	now := at(t, "2026-11-20T18:05:00+09:00").At
	t.Run("an ordinary sale", func(t *testing.T) {
		d := draft(t)
		got, faults := d.Check(seoul(t), "KRW", now)
		if len(faults) > 0 || got.Store != "main" || got.Day.String() != "2026-11-20" || got.Flags != 0 {
			t.Errorf("%+v, %v", got, faults)
		}
	})
	t.Run("a total of zero without lines", func(t *testing.T) {
		d := draft(t)
		d.Total, d.Lines, d.Tenders = 0, nil, nil
		if _, faults := d.Check(seoul(t), "KRW", now); len(faults) > 0 {
			t.Error(faults)
		}
	})
	t.Run("a void needs no total, and its target is in the same store", func(t *testing.T) {
		d := draft(t)
		d.Type, d.HasTotal, d.Lines, d.Tenders = ledger.Void, false, nil, nil
		d.VoidOf = &ledger.Key{ID: "s0", Day: ledger.Date(2026, 11, 19)}
		got, faults := d.Check(seoul(t), "KRW", now)
		if len(faults) > 0 || got.VoidOf.Store != "main" {
			t.Errorf("%+v, %v", got, faults)
		}
	})
	t.Run("a till's own business day", func(t *testing.T) {
		d := draft(t)
		d.Day, d.HasDay = ledger.Date(2026, 11, 19), true
		got, faults := d.Check(seoul(t), "KRW", now)
		if len(faults) > 0 || got.Day.String() != "2026-11-19" || got.Flags != ledger.ClockSkew {
			t.Errorf("%+v, %v", got, faults)
		}
	})
	t.Run("flags of clocks that run ahead and tills that were offline", func(t *testing.T) {
		d := draft(t)
		got, _ := d.Check(seoul(t), "KRW", d.Occurred.At.Add(-11*time.Minute))
		late, _ := d.Check(seoul(t), "KRW", d.Occurred.At.AddDate(0, 0, 401))
		if got.Flags != ledger.ClockSkew || late.Flags != ledger.LateUpload {
			t.Errorf("flags %v and %v", got.Flags.Names(), late.Flags.Names())
		}
		if ledger.ParseFlags(late.Flags.Names()) != late.Flags {
			t.Error("flags do not survive their names")
		}
	})
}

// Every core field changes the fingerprint; nothing else does.
func TestFingerprint(t *testing.T) {
	base := draft(t).Transaction
	same := ledger.Fingerprint(&base, "phone:p1:abc")
	core := map[string]func(*ledger.Transaction){
		"type":     func(x *ledger.Transaction) { x.Type = ledger.Refund },
		"occurred": func(x *ledger.Transaction) { x.Occurred.Text = "2026-11-20T09:03:11Z" },
		"currency": func(x *ledger.Transaction) { x.Currency = "USD" },
		"total":    func(x *ledger.Transaction) { x.Total++ },
		"training": func(x *ledger.Transaction) { x.Training = true },
		"refundOf": func(x *ledger.Transaction) { x.RefundOf = &ledger.Key{ID: "a"} },
		"voidOf":   func(x *ledger.Transaction) { x.VoidOf = &ledger.Key{ID: "a"} },
		"tender":   func(x *ledger.Transaction) { x.Tenders = []ledger.Tender{{Type: "cash", Amount: 15000}} },
		"no lines": func(x *ledger.Transaction) { x.Lines = nil },
		"sku":      func(x *ledger.Transaction) { x.Lines = edited(x.Lines, func(l *ledger.Line) { l.SKU = "z" }) },
		"name":     func(x *ledger.Transaction) { x.Lines = edited(x.Lines, func(l *ledger.Line) { l.Name = "z" }) },
		"category": func(x *ledger.Transaction) { x.Lines = edited(x.Lines, func(l *ledger.Line) { l.Category = "z" }) },
		"quantity": func(x *ledger.Transaction) { x.Lines = edited(x.Lines, func(l *ledger.Line) { l.Quantity++ }) },
		"price":    func(x *ledger.Transaction) { x.Lines = edited(x.Lines, func(l *ledger.Line) { l.UnitPrice++ }) },
		"discount": func(x *ledger.Transaction) { x.Lines = edited(x.Lines, func(l *ledger.Line) { l.Discount++ }) },
		"amount":   func(x *ledger.Transaction) { x.Lines = edited(x.Lines, func(l *ledger.Line) { l.Amount++ }) },
		"moved text": func(x *ledger.Transaction) {
			x.Lines = edited(x.Lines, func(l *ledger.Line) { l.SKU, l.Name = "a", "" })
		},
	}
	for name, edit := range core {
		changed := base
		edit(&changed)
		if ledger.Fingerprint(&changed, "phone:p1:abc") == same {
			t.Errorf("changing %s leaves the fingerprint as it was", name)
		}
	}
	if ledger.Fingerprint(&base, "phone:p1:abd") == same || ledger.Fingerprint(&base, "") == same {
		t.Error("another customer leaves the fingerprint as it was")
	}
	restated := base
	restated.Day, restated.Register, restated.Staff, restated.Receipt, restated.Channel = 1, "9", "x", "y", "z"
	restated.Flags, restated.Customer = ledger.LateUpload, "c1"
	if ledger.Fingerprint(&restated, "phone:p1:abc") != same {
		t.Error("a field tills restate freely changes the fingerprint")
	}
}

func edited(lines []ledger.Line, edit func(*ledger.Line)) []ledger.Line {
	out := append([]ledger.Line{}, lines...)
	edit(&out[0])
	return out
}
