package weibo

import (
	"context"
	"math"
	"net/url"
	"strconv"

	"huiying/internal/platforms/wire"
)

// Page asks for items with SinceID < id ≤ MaxID, newest first; 0 leaves a side open. Count 0 takes the platform's own.
type Page struct {
	SinceID int64
	MaxID   int64
	Count   int
}

func (p Page) query() url.Values {
	q := url.Values{}
	for name, n := range map[string]int64{"since_id": p.SinceID, "max_id": p.MaxID, "count": int64(p.Count)} {
		if n > 0 {
			q.Set(name, strconv.FormatInt(n, 10))
		}
	}
	return q
}

// Listing is one page. Total is the platform's and not reliable: deleted items count, too. More says that Next may hold
// older items; only an empty page, or one that reaches SinceID, is the end.
type Listing[T any] struct {
	Items []T
	Total int64
	Next  Page
	More  bool
}

type numbered interface{ number() int64 }

// listing keeps what was asked for and works out where to go on. max_id is inclusive, so the next page ends one below the
// oldest item. A page without any progress ends the walk: it would never end otherwise.
func listing[T numbered](p Page, items []T, total wire.Int) Listing[T] {
	out := Listing[T]{Total: int64(total)}
	oldest := int64(math.MaxInt64)
	for _, i := range items {
		id := i.number()
		if id <= 0 {
			continue
		}
		oldest = min(oldest, id)
		if id > p.SinceID && (p.MaxID == 0 || id <= p.MaxID) {
			out.Items = append(out.Items, i)
		}
	}
	progress := oldest != math.MaxInt64 && (p.MaxID == 0 || oldest <= p.MaxID)
	if progress && oldest-1 > p.SinceID {
		out.More, out.Next = true, Page{SinceID: p.SinceID, MaxID: oldest - 1, Count: p.Count}
	}
	return out
}

// Sweep is what several pages brought, newest first, each item once. Unless Done, Rest is where to go on; until that is
// done the newest id seen must not become the next SinceID, or what lies between is lost.
type Sweep[T any] struct {
	Items []T
	Rest  Page
	Done  bool
	Calls int
}

// Collect reads pages from first on until the end, or until pages calls are used up. On an error it returns what it has.
func Collect[T numbered](ctx context.Context, first Page, pages int, fetch func(context.Context, Page) (Listing[T], error)) (Sweep[T], error) {
	out := Sweep[T]{Rest: first}
	seen := map[int64]bool{}
	for out.Calls < pages {
		out.Calls++
		l, err := fetch(ctx, out.Rest)
		if err != nil {
			return out, err
		}
		for _, i := range l.Items {
			if !seen[i.number()] {
				seen[i.number()] = true
				out.Items = append(out.Items, i)
			}
		}
		out.Rest, out.Done = l.Next, !l.More
		if out.Done {
			break
		}
	}
	return out, nil
}
