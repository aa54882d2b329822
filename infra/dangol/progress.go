package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// progress shows how far a long step is: one line that is rewritten on a
// terminal, and a line now and then elsewhere.
type progress struct {
	out      io.Writer
	terminal bool
	what     string
	total    int
	done     int
	began    time.Time
	told     time.Time
}

const barWidth = 28

func newProgress(what string, total int) *progress {
	info, err := os.Stderr.Stat()
	p := &progress{
		out: os.Stderr, terminal: err == nil && info.Mode()&os.ModeCharDevice != 0,
		what: what, total: total, began: time.Now(),
	}
	p.draw(true)
	return p
}

// add says n more are done.
func (p *progress) add(n int) {
	p.done += n
	p.draw(p.done >= p.total)
}

func (p *progress) draw(must bool) {
	wait := 2 * time.Second
	if p.terminal {
		wait = 100 * time.Millisecond
	}
	if !must && time.Since(p.told) < wait {
		return
	}
	p.told = time.Now()
	filled := barWidth
	if p.total > 0 {
		filled = barWidth * min(p.done, p.total) / p.total
	}
	line := fmt.Sprintf("  %-26s %s%s %6d of %d", p.what, strings.Repeat("█", filled), strings.Repeat("░", barWidth-filled), p.done, p.total)
	if left := p.left(); left != "" {
		line += ", " + left
	}
	switch {
	case !p.terminal:
		fmt.Fprintln(p.out, line)
	case p.done >= p.total && p.total > 0:
		fmt.Fprintf(p.out, "\r%s\x1b[K\n", line)
	default:
		fmt.Fprintf(p.out, "\r%s\x1b[K", line)
	}
}

// left says how long what remains will take.
func (p *progress) left() string {
	spent := time.Since(p.began)
	switch {
	case p.done >= p.total && p.done > 0:
		return spent.Round(100 * time.Millisecond).String()
	case p.done == 0 || spent < time.Second:
		return ""
	default:
		return (spent * time.Duration(p.total-p.done) / time.Duration(p.done)).Round(time.Second).String() + " left"
	}
}
