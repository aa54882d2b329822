package night

import (
	"context"
	"sync"
)

// fetches is how many reads a night keeps under way at once.
const fetches = 8

// inOrder fetches items several at a time and uses them one at a time, in
// order, so that what is read in parallel is still folded deterministically.
func inOrder[T, R any](ctx context.Context, items []T, fetch func(context.Context, T) (R, error), use func(T, R) error) error {
	ctx, stop := context.WithCancel(ctx)
	var under sync.WaitGroup
	defer under.Wait() // nothing is left running
	defer stop()
	type reply struct {
		value R
		err   error
	}
	replies := make([]chan reply, len(items))
	start := func(i int) {
		if i >= len(items) {
			return
		}
		replies[i] = make(chan reply, 1)
		under.Go(func() {
			value, err := fetch(ctx, items[i])
			replies[i] <- reply{value, err}
		})
	}
	for i := range fetches {
		start(i)
	}
	for i, item := range items {
		r := <-replies[i]
		replies[i] = nil
		start(i + fetches)
		if r.err != nil {
			return r.err
		}
		if err := use(item, r.value); err != nil {
			return err
		}
	}
	return nil
}
