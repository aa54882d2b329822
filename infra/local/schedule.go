package local

import (
	"context"
	"encoding/json"
	"fmt"
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
	if !next.After(now) {
		next = next.AddDate(0, 0, 1)
	}
	return next, nil
}

// RunSchedules calls every scheduled function at its times until ctx ends.
func RunSchedules(ctx context.Context, t *Template, host *Host, told func(function string, err error)) error {
	for _, f := range t.Functions {
		if f.Schedule == nil {
			continue
		}
		if _, err := f.Schedule.Next(time.Now()); err != nil {
			return err
		}
		go func() {
			for {
				at, err := f.Schedule.Next(time.Now())
				if err != nil {
					return
				}
				timer := time.NewTimer(time.Until(at))
				select {
				case <-ctx.Done():
					timer.Stop()
					return
				case <-timer.C:
				}
				payload, err := json.Marshal(map[string]string{"scheduledTime": at.UTC().Format(time.RFC3339)})
				if err == nil {
					_, err = host.Invoke(ctx, f.Name, payload)
				}
				told(f.Name, err)
			}
		}()
	}
	return nil
}
