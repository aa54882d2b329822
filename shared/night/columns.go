package night

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"dangol/shared/ledger"
	"dangol/shared/page"
)

// columns are the plain rows of one page that lie before the as-of day.
type columns struct {
	day, seat, kind          []int32
	total, delivery, benefit []int64
	days                     []dayColumns
}

// dayColumns are one day's rows: those before to, and from members on they are
// somebody's. What the day sums to is there already.
type dayColumns struct {
	dayRow
	day         ledger.Day
	members, to int
}

func (c *columns) worth(i int) ledger.Worth {
	return ledger.WorthOf(ledger.Amount(c.total[i]), ledger.Amount(c.delivery[i]), ledger.Amount(c.benefit[i]), true)
}

// read decodes one page's plain rows, checks them, and sums them by day. It
// runs for several pages at once.
func (f *folder) read(ctx context.Context, objects Objects, p page.Source) (*columns, error) {
	file, err := openPage(ctx, objects, p.Key)
	if err != nil {
		return nil, err
	}
	c := &columns{}
	select {
	case c = <-f.spare:
	default:
	}
	if err := c.decode(p.Rows.Plain, file); err != nil {
		return nil, fmt.Errorf("page %s: %w", p.Key, err)
	}
	before, _ := slices.BinarySearch(c.day, int32(f.windows.AsOf))
	return c, f.split(c, p, before)
}

func (c *columns) decode(n int, file *page.File) error {
	if file.Rows() != n {
		return fmt.Errorf("%w: %d rows, the manifest says %d", page.ErrCorrupt, file.Rows(), n)
	}
	var errs [6]error
	c.day, errs[0] = file.Int32s("day", 0, n, c.day)
	c.seat, errs[1] = file.Int32s("seat", 0, n, c.seat)
	c.kind, errs[2] = file.Int32s("kind", 0, n, c.kind)
	c.total, errs[3] = file.Int64s("total", 0, n, c.total)
	c.delivery, errs[4] = file.Int64s("delivery", 0, n, c.delivery)
	c.benefit, errs[5] = file.Int64s("benefit", 0, n, c.benefit)
	return errors.Join(errs[:]...)
}

// split finds the days of the first rows, and sums them. Rows out of order
// would be counted as visits of their own, so they are refused.
func (f *folder) split(c *columns, p page.Source, rows int) error {
	c.days = c.days[:0]
	for i := 0; i < rows; {
		d, lowest := dayColumns{day: ledger.Day(c.day[i]), members: i}, c.seat[i]
		if i > 0 && c.day[i] < c.day[i-1] || d.day < p.From || d.day > p.To {
			return fmt.Errorf("%w: %s has %s out of order", page.ErrCorrupt, p.Key, d.day)
		}
		seat := lowest
		for ; i < rows && c.day[i] == int32(d.day); i++ {
			if c.seat[i] < seat {
				return fmt.Errorf("%w: %s has seats out of order", page.ErrCorrupt, p.Key)
			}
			if seat = c.seat[i]; seat == 0 {
				d.members = i + 1
			}
			if total := ledger.Amount(c.total[i]); c.kind[i] == int32(ledger.Refund) {
				d.refund(total)
			} else {
				d.sale(total, f.owners.ownerOf(seat) > 0)
			}
		}
		d.to = i
		if err := errors.Join(f.known(d.day, lowest, p.Key), f.known(d.day, seat, p.Key)); err != nil {
			return err
		}
		c.days = append(c.days, d)
	}
	return nil
}
