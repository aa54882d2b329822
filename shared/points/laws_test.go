package points_test

import (
	"testing"

	"dangol/shared/histories"
	"dangol/shared/points"
)

var walks = histories.Walks{
	Open:  func(c *histories.Course) histories.World { return newWorld(c) },
	Rules: points.Rules, Break: points.Break,
}

// Whatever happens in whatever order, nothing is made, lost or spent twice.
func TestHistories(t *testing.T) { walks.Long(t) }

func TestShortHistories(t *testing.T) { walks.Short(t) }

func TestEveryRuleIsNeeded(t *testing.T) { walks.EveryRule(t) }
