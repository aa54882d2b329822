package page

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"dangol/shared/ledger"

	"pgregory.net/rapid"
)

func rows(t *rapid.T) []Row {
	list := make([]Row, rapid.IntRange(0, 60).Draw(t, "rows"))
	same := rapid.Bool().Draw(t, "constant columns")
	for i := range list {
		list[i] = Row{
			Sum: Sum{
				Day: 20000, Seat: int32(rapid.IntRange(0, 9).Draw(t, "seat")),
				Kind: 1, Total: rapid.Int64Range(0, 1e11).Draw(t, "total"),
			},
			Detail: Detail{
				Minute: int32(rapid.IntRange(0, 1439).Draw(t, "minute")),
				Key:    int64(i) << 50, ID: fmt.Sprint("id", i), Itemised: i%2 == 0, Register: fmt.Sprint(i % 3),
			},
			Section: int32(rapid.IntRange(0, 2).Draw(t, "section")),
		}
		if !same {
			list[i].Day += int32(i % 4)
			list[i].Delivery, list[i].Benefit = int64(i), -int64(i)
		}
	}
	return list
}

// What is written is read back, whole or by columns, from any row on.
func TestReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := rows(t)
		counts, went := sortRows(want)
		if counts.Plain+counts.Linked+counts.Aside != len(want) || len(went) != len(want) {
			t.Fatalf("%+v", counts)
		}
		content, err := Encode(want)
		if err != nil {
			t.Fatal(err)
		}
		again, err := Encode(want)
		if err != nil || !bytes.Equal(content, again) {
			t.Fatal("the same rows give other bytes")
		}
		file, err := Open(content)
		if err != nil || file.Rows() != len(want) {
			t.Fatal(err)
		}
		from := rapid.IntRange(0, len(want)).Draw(t, "from")
		n := rapid.IntRange(0, len(want)-from).Draw(t, "n")
		got, err := Read[Row](file, from, n)
		if err != nil {
			t.Fatal(err)
		}
		days, dayErr := file.Int32s("day", from, n, nil)
		totals, totalErr := file.Int64s("total", from, n, make([]int64, 5))
		delivery, deliveryErr := file.Int64s("delivery", from, n, nil)
		if err := errors.Join(dayErr, totalErr, deliveryErr); err != nil {
			t.Fatal(err)
		}
		for i := range n {
			w := want[from+i]
			if got[i] != w || days[i] != w.Day || totals[i] != w.Total || delivery[i] != w.Delivery {
				t.Fatalf("row %d is %+v, want %+v", from+i, got[i], w)
			}
		}
	})
}

// Rows stand by section, day, seat, minute and id, whatever order they came in.
func TestSort(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := rows(t)
		shuffled := rapid.Permutation(list).Draw(t, "order")
		input := append([]Row{}, shuffled...)
		sortRows(list)
		_, went := sortRows(shuffled)
		for i := range list {
			if list[i] != shuffled[i] {
				t.Fatal("the order rows came in shows")
			}
			if shuffled[went[i]] != input[i] {
				t.Fatal("went points elsewhere")
			}
			if i > 0 && list[i].Section < list[i-1].Section {
				t.Fatal("sections are mixed")
			}
		}
	})
}

var twoRows = []Row{
	{Sum: Sum{Day: 1, Seat: 7, Total: 5}, Detail: Detail{ID: "a"}}, {Sum: Sum{Day: 2, Total: 9}, Detail: Detail{ID: "b"}},
}

// A page's three files hold each row once, where Make says it went.
func TestMake(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := rows(t)
		input := append([]Row{}, list...)
		files, went, err := Make(list)
		if err != nil || files.Rows.All() != len(list) || (files.Others == nil) != (files.Rows.Plain == len(list)) {
			t.Fatalf("%+v, %v", files.Rows, err)
		}
		var all []Row
		sums, details := readBack[Sum](t, files.Sums), readBack[Detail](t, files.Details)
		for i := range sums {
			all = append(all, Row{Sum: sums[i], Detail: details[i]})
		}
		if files.Others != nil {
			all = append(all, readBack[Row](t, files.Others)...)
		}
		for i, row := range input {
			if all[went[i]] != row {
				t.Fatalf("row %d is %+v, was %+v", i, all[went[i]], row)
			}
		}
	})
}

func readBack[T any](t *rapid.T, content []byte) []T {
	file, err := Open(content)
	if err != nil {
		t.Fatal(err)
	}
	list, err := Read[T](file, 0, file.Rows())
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// Anything that is no page is refused, not trusted.
func TestCorrupt(t *testing.T) {
	content, err := Encode(twoRows)
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range [][]byte{nil, []byte("PAR1"), content[:len(content)-5], append([]byte("x"), content...)} {
		if _, err := Open(bad); !errors.Is(err, ErrCorrupt) {
			t.Errorf("%d bytes: %v", len(bad), err)
		}
	}
	file, err := Open(content)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.Int32s("nothing", 0, 1, nil); !errors.Is(err, ErrCorrupt) {
		t.Errorf("a column that is not there: %v", err)
	}
	if _, err := file.Int32s("day", 1, 2, nil); !errors.Is(err, ErrCorrupt) {
		t.Errorf("more rows than there are: %v", err)
	}
	if _, err := file.Int64s("day", 0, 2, nil); !errors.Is(err, ErrCorrupt) {
		t.Errorf("a column of another type: %v", err)
	}
}

// FuzzOpen opens anything; nothing panics.
func FuzzOpen(f *testing.F) {
	content, err := Encode(twoRows[:1])
	if err != nil {
		f.Fatal(err)
	}
	f.Add(content)
	f.Fuzz(func(_ *testing.T, content []byte) {
		if file, err := Open(content); err == nil && file.Rows() < 1000 {
			file.Int32s("seat", 0, file.Rows(), nil)  //nolint:errcheck // only a panic counts
			file.Int64s("total", 0, file.Rows(), nil) //nolint:errcheck // only a panic counts
			Read[Row](file, 0, file.Rows())           //nolint:errcheck // only a panic counts
		}
	})
}

func TestRoster(t *testing.T) {
	r := NewMembers()
	if r.Add(Member{"b"}) != 1 || r.Add(Member{"a"}) != 2 || r.Add(Member{"b"}) != 1 || r.Number("c") != 0 {
		t.Error("numbers are not given once and in order")
	}
	content, err := Encode(r.Fresh())
	if err != nil {
		t.Fatal(err)
	}
	again := NewMembers()
	if err := again.Load(content, 3); !errors.Is(err, ErrCorrupt) {
		t.Errorf("a segment of another length: %v", err)
	}
	if err := again.Load(content, 2); err != nil {
		t.Fatal(err)
	}
	if again.Number("a") != 2 || len(again.Fresh()) != 0 || again.Add(Member{"c"}) != 3 || len(again.Fresh()) != 1 {
		t.Error("a loaded roster does not go on where it stopped")
	}
}

func TestManifest(t *testing.T) {
	m := Manifest{Schema: Schema}
	for _, e := range []Entry{{Store: "b", Day: 5}, {Store: "a", Day: 7}, {Store: "a", Day: 1}, {Store: "a", Day: 7, Key: "new"}} {
		m.Put(e)
	}
	if len(m.Pages) != 3 {
		t.Fatalf("%+v", m.Pages)
	}
	for _, c := range []struct {
		store string
		day   ledger.Day
		want  string
		found bool
	}{{"a", 0, "", false}, {"a", 1, "", true}, {"a", 5, "", false}, {"a", 7, "new", true}, {"a", 8, "", false}, {"b", 5, "", true}, {"c", 5, "", false}} {
		if e, ok := m.Page(c.store, c.day); ok != c.found || ok && e.Key != c.want {
			t.Errorf("%s on %d: %+v, %v", c.store, c.day, e, ok)
		}
	}
	m.Months = []Month{{Source{Store: "a", From: 1, To: 5, Key: "month"}, "of"}}
	var read []string
	for _, source := range m.Sources() {
		read = append(read, fmt.Sprint(source.Store, source.From, source.Key))
	}
	if got, want := strings.Join(read, " "), "a1970-01-02month b1970-01-06 a1970-01-08new"; got != want {
		t.Errorf("the fold reads %s, want %s", got, want)
	}
	content, err := m.Encode()
	if err != nil {
		t.Fatal(err)
	}
	if back, err := DecodeManifest(content); err != nil || len(back.Pages) != 3 || len(back.Months) != 1 || back.Months[0] != m.Months[0] {
		t.Errorf("%+v, %v", back, err)
	}
	for _, bad := range []string{"", "{"} {
		if _, err := DecodeManifest([]byte(bad)); !errors.Is(err, ErrCorrupt) {
			t.Errorf("%q: %v", bad, err)
		}
	}
	other, err := DecodeManifest([]byte(`{"schema":99,"pages":[{"store":"a"}],"roster":[{"key":"r","rows":1}]}`))
	if !errors.Is(err, ErrSchema) || len(other.Pages) != 0 || len(other.Roster) != 1 {
		t.Errorf("of another schema: %+v, %v", other, err)
	}
}

// Facts sealed before there were pins have fewer columns, and no pins.
func TestFactsFromBeforePins(t *testing.T) {
	type before struct {
		Seat    int32  `parquet:"seat,delta"`
		Kind    string `parquet:"kind,dict"`
		At      int64  `parquet:"at,delta"`
		Store   string `parquet:"store,dict"`
		Staff   string `parquet:"staff,dict"`
		Channel string `parquet:"channel,dict"`
		ID      string `parquet:"id,plain"`
	}
	content, err := Encode([]before{{Seat: 3, Kind: "enrolled", At: 5, Staff: "e1", ID: "a"}, {Seat: 4, Kind: "enrolled", At: 6, ID: "b"}})
	if err != nil {
		t.Fatal(err)
	}
	file, err := Open(content)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := Read[Fact](file, 0, 2)
	want := []Fact{{Seat: 3, Kind: "enrolled", At: 5, Staff: "e1", ID: "a"}, {Seat: 4, Kind: "enrolled", At: 6, ID: "b"}}
	if err != nil || !slices.Equal(rows, want) {
		t.Errorf("%+v, %v", rows, err)
	}
}

// Uses sealed before nobody's were told apart name coupons, and are somebody's.
func TestUsesFromBeforeNobody(t *testing.T) {
	type before struct {
		Key    int64  `parquet:"key,plain"`
		Day    int32  `parquet:"day,delta"`
		Grade  string `parquet:"grade,dict"`
		ID     string `parquet:"id,dict"`
		Coupon string `parquet:"coupon,dict"`
	}
	content, err := Encode([]before{{1, 20000, "gold", "drink", "drink@2026-11"}, {2, 20000, "", "shot", ""}})
	if err != nil {
		t.Fatal(err)
	}
	file, err := Open(content)
	if err != nil {
		t.Fatal(err)
	}
	uses, err := Read[Use](file, 0, 2)
	want := []Use{{Key: 1, Day: 20000, Grade: "gold", ID: "drink"}, {Key: 2, Day: 20000, ID: "shot"}}
	if err != nil || !slices.Equal(uses, want) {
		t.Errorf("%+v, %v", uses, err)
	}
}

// Strings reads a column of few different texts, from any row on.
func TestStrings(t *testing.T) {
	rows := make([]Detail, 700)
	for i := range rows {
		rows[i].Channel = []string{"store", "", "delivery"}[i/5%3]
	}
	content, err := Encode(rows)
	if err != nil {
		t.Fatal(err)
	}
	file, err := Open(content)
	if err != nil {
		t.Fatal(err)
	}
	for _, from := range []int{0, 3, 690} {
		got, err := file.Strings("channel", from, len(rows)-from)
		if err != nil || len(got) != len(rows)-from {
			t.Fatalf("%d texts, %v", len(got), err)
		}
		for i, text := range got {
			if text != rows[from+i].Channel {
				t.Fatalf("row %d is %q, want %q", from+i, text, rows[from+i].Channel)
			}
		}
	}
	if _, err := file.Strings("minute", 0, 1); !errors.Is(err, ErrCorrupt) {
		t.Errorf("a column of numbers: %v", err)
	}
}
