package house

import "sync"

// Bus tells screens that something changed. It carries topic and id only; who is told fetches again.
type Bus struct {
	mu   sync.Mutex
	next int
	subs map[int]func(topic, id string)
}

// Tell calls everybody who listens, one after the other. A listener must not block.
func (b *Bus) Tell(topic, id string) {
	b.mu.Lock()
	subs := make([]func(topic, id string), 0, len(b.subs))
	for _, f := range b.subs {
		subs = append(subs, f)
	}
	b.mu.Unlock()
	for _, f := range subs {
		f(topic, id)
	}
}

// Listen has f told of every change until stop is called.
func (b *Bus) Listen(f func(topic, id string)) (stop func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.subs == nil {
		b.subs = map[int]func(topic, id string){}
	}
	b.next++
	n := b.next
	b.subs[n] = f
	return func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		delete(b.subs, n)
	}
}
