package ledgertest

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"sync"

	"dangol/shared/night"
)

// Objects is a bucket of immutable objects and a pointer, in memory. The zero
// Objects is empty and ready to use.
type Objects struct {
	Faults

	mu      sync.Mutex
	objects map[string][]byte
	pointer []byte
	moves   int
	past    [][]byte // every pointer there was
}

func (o *Objects) do(op string, work func() error) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.objects == nil {
		o.objects = map[string][]byte{}
	}
	if err := o.before(op); err != nil {
		return err
	}
	if err := work(); err != nil {
		return err
	}
	return o.after(op)
}

// Get reads an object.
func (o *Objects) Get(_ context.Context, key string) (content []byte, err error) {
	err = o.do("get", func() error {
		found, ok := o.objects[key]
		if !ok {
			return fmt.Errorf("%w: %s", night.ErrMissing, key)
		}
		content = bytes.Clone(found)
		return nil
	})
	return content, err
}

// Put stores an object once.
func (o *Objects) Put(_ context.Context, key string, content []byte, _ string) error {
	return o.do("put", func() error {
		if there, ok := o.objects[key]; ok && !bytes.Equal(there, content) {
			return fmt.Errorf("put object: %s holds other content", key)
		}
		o.objects[key] = bytes.Clone(content)
		return nil
	})
}

// Read gives the pointer and its tag.
func (o *Objects) Read(context.Context) (content []byte, tag string, err error) {
	err = o.do("read pointer", func() error {
		if o.pointer != nil {
			content, tag = bytes.Clone(o.pointer), strconv.Itoa(o.moves)
		}
		return nil
	})
	return content, tag, err
}

// Swap moves the pointer, if it still has tag. Like the real one it tells what
// is true when its first reply was lost.
func (o *Objects) Swap(_ context.Context, content []byte, tag string) error {
	return o.do("swap pointer", func() error {
		now := ""
		if o.pointer != nil {
			now = strconv.Itoa(o.moves)
		}
		if now != tag {
			if bytes.Equal(o.pointer, content) {
				return nil
			}
			return night.ErrMoved
		}
		o.moves++
		o.pointer = bytes.Clone(content)
		o.past = append(o.past, o.pointer)
		return nil
	})
}

// Pointers are all pointers there have been, oldest first.
func (o *Objects) Pointers() [][]byte {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.past)
}

// All copies every object and the pointer, to compare two worlds.
func (o *Objects) All() (objects map[string][]byte, pointer []byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return maps.Clone(o.objects), bytes.Clone(o.pointer)
}

// Lose forgets an object, as a bucket would that somebody deleted from.
func (o *Objects) Lose(key string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.objects, key)
}

// LosePointer forgets the pointer.
func (o *Objects) LosePointer() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.pointer = nil
}

// Damage changes an object behind everybody's back.
func (o *Objects) Damage(key string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.objects[key] = append(bytes.Clone(o.objects[key]), '!')
}
