package local

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// Next is the schedule's first time after now.
func (s *Schedule) Next(now time.Time) (time.Time, error) {
	zone, err := time.LoadLocation(s.Zone)
	if err != nil {
		return time.Time{}, fmt.Errorf("schedule: %w", err)
	}
	local := now.In(zone)
	next := time.Date(local.Year(), local.Month(), local.Day(), s.Hour, s.Minute, 0, 0, zone)
	for !next.After(now) || s.Weekday != "" && int(next.Weekday()) != weekday(s.Weekday) {
		next = next.AddDate(0, 0, 1)
	}
	return next, nil
}

// RunSchedules calls every scheduled function at its times until ctx ends.
func RunSchedules(ctx context.Context, t *Template, host *Host, told func(function string, err error)) error {
	for _, f := range t.Functions {
		for _, schedule := range f.Schedules {
			if _, err := schedule.Next(time.Now()); err != nil {
				return err
			}
			go schedule.run(ctx, func(payload []byte) {
				_, err := host.Invoke(ctx, f.Name, payload)
				told(f.Name, err)
			})
		}
	}
	return nil
}

// run calls at every time of the schedule until ctx ends.
func (s *Schedule) run(ctx context.Context, call func(payload []byte)) {
	for {
		at, err := s.Next(time.Now())
		if err != nil {
			return // it was checked: the zone is there
		}
		timer := time.NewTimer(time.Until(at))
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-timer.C:
		}
		call([]byte(strings.ReplaceAll(s.Input, scheduledTime, at.UTC().Format(time.RFC3339))))
	}
}
