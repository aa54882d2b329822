package coupon_test

import (
	"testing"

	"dangol/shared/coupon"
	"dangol/shared/histories"
)

var walks = histories.Walks{
	Open:  func(c *histories.Course) histories.World { return newWorld(c) },
	Rules: coupon.Rules, Break: coupon.Break,
}

// Whatever happens in whatever order, no coupon is given or used beyond what
// was promised.
func TestHistories(t *testing.T) { walks.Long(t) }

func TestShortHistories(t *testing.T) { walks.Short(t) }

func TestEveryRuleIsNeeded(t *testing.T) { walks.EveryRule(t) }
