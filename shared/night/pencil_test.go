package night_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// pencilled is a receipt a shopkeeper with a pencil goes through.
type pencilled struct {
	who, visit  string
	total, came int            // came is what came back of it
	goods       map[string]int // what each cost
	lines       bool
}

// toldAs is what words give as name=….
func toldAs(words []string, name string) string {
	for _, w := range words {
		if _, value, ok := strings.Cut(w, name+"="); ok {
			return value[strings.LastIndex(value, "/")+1:]
		}
	}
	return ""
}

func numberIn(text string) (n int) {
	fmt.Sscan(text, &n) //nolint:errcheck // 0 is right
	return n
}

func goodsIn(words []string) map[string]int {
	goods := map[string]int{}
	if list := toldAs(words, "of"); list != "" {
		names := strings.Split(list, ",")
		for _, name := range names {
			goods[name] += numberIn(words[4]) / len(names)
		}
	}
	return goods
}

// receiptsOf are the receipts of events that stand, with what came back crossed
// out.
func receiptsOf(events string) (standing []*pencilled) {
	receipts, voided := map[string]*pencilled{}, map[string]bool{}
	var lines [][]string
	for line := range strings.Lines(events) {
		words := strings.Fields(line)
		lines = append(lines, words)
		if words[1] == "void" {
			voided[toldAs(words, "voidOf")] = true
		}
		if words[1] == "sale" {
			goods := goodsIn(words)
			receipts[words[0]] = &pencilled{
				who: words[2], visit: words[3] + toldAs(words, "store"), total: numberIn(words[4]), goods: goods, lines: len(goods) > 0,
			}
		}
	}
	for _, words := range lines {
		r := receipts[toldAs(words, "refundOf")]
		if words[1] != "refund" || r == nil || voided[words[0]] {
			continue
		}
		r.came += numberIn(words[4])
		for name, amount := range goodsIn(words) {
			r.goods[name] -= amount
		}
	}
	for id, r := range receipts {
		if !voided[id] && r.came < r.total {
			standing = append(standing, r)
		}
	}
	return standing
}

// penned is a product and the visits it was bought on.
type penned struct {
	name, last string
	visits     int
}

// toldHabits is what the shopkeeper says of everybody's favourites.
func toldHabits(events string) map[string]string {
	visits, bought := map[string]map[string]bool{}, map[string]map[string]map[string]int{}
	for _, r := range receiptsOf(events) {
		if visits[r.who] == nil {
			visits[r.who], bought[r.who] = map[string]bool{}, map[string]map[string]int{}
		}
		visits[r.who][r.visit] = visits[r.who][r.visit] || r.lines
		for name, amount := range r.goods {
			if bought[r.who][name] == nil {
				bought[r.who][name] = map[string]int{}
			}
			bought[r.who][name][r.visit] += amount
		}
	}
	told := map[string]string{}
	for who := range visits {
		itemised := 0
		for _, lined := range visits[who] {
			if lined {
				itemised++
			}
		}
		for _, f := range favouritesIn(bought[who], itemised) {
			told[who] += fmt.Sprintf(", %s on %d visits", f.name, f.visits)
		}
	}
	return told
}

func favouritesIn(bought map[string]map[string]int, itemised int) (list []penned) {
	for name, on := range bought {
		f := penned{name: name}
		for visit, amount := range on {
			if amount > 0 {
				f.visits, f.last = f.visits+1, max(f.last, visit[:len("2026-02-01")])
			}
		}
		if f.visits >= 3 && 3*f.visits >= itemised {
			list = append(list, f)
		}
	}
	slices.SortFunc(list, func(a, b penned) int {
		return cmp.Or(b.visits-a.visits, cmp.Compare(b.last, a.last), cmp.Compare(a.name, b.name))
	})
	return list[:min(3, len(list))]
}
