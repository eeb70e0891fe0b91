package drill

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"huiying/internal/platforms/drill/stage"
)

// Control is a client of a drill's control endpoint, for programs and tests in another process.
type Control struct {
	root   string
	client *http.Client
}

// NewControl returns a client of the endpoint at root; a nil client is the default one.
func NewControl(root string, client *http.Client) *Control {
	if client == nil {
		client = http.DefaultClient
	}
	return &Control{root, client}
}

func (c *Control) call(ctx context.Context, verb, path string, body, out any) (http.Header, error) {
	var b bytes.Buffer
	if body != nil {
		if err := json.NewEncoder(&b).Encode(body); err != nil {
			return nil, fmt.Errorf("drill control: %w", err)
		}
	}
	req, err := http.NewRequestWithContext(ctx, verb, c.root+"/drill/"+path, &b)
	if err != nil {
		return nil, fmt.Errorf("drill control: %w", err)
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := c.client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("drill control: %w", err)
	}
	defer func() { _ = resp.Body.Close() }()
	d := json.NewDecoder(resp.Body)
	if resp.StatusCode != http.StatusOK {
		var bad complaint
		if d.Decode(&bad) != nil || bad.Error == "" {
			bad.Error = resp.Status
		}
		return nil, errors.New("drill control: " + bad.Error)
	}
	if out != nil {
		err = d.Decode(out)
	}
	return resp.Header, err
}

func (c *Control) post(ctx context.Context, path string, body, out any) error {
	_, err := c.call(ctx, http.MethodPost, path, body, out)
	return err
}

// Seed asks what to bind, and where.
func (c *Control) Seed(ctx context.Context) (s Seed, err error) {
	_, err = c.call(ctx, http.MethodGet, "seed", nil, &s)
	return s, err
}

// served tells whether a drill on this folder answers at root.
func served(ctx context.Context, root, dir string) bool {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	h, err := NewControl(root, nil).call(ctx, http.MethodGet, "seed", nil, nil)
	return err == nil && h.Get("Drill-Folder") == strconv.Quote(dir)
}

// Clock asks for the drill's time.
func (c *Control) Clock(ctx context.Context) (s ClockState, err error) {
	_, err = c.call(ctx, http.MethodGet, "clock", nil, &s)
	return s, err
}

// Advance moves the drill's clock forward.
func (c *Control) Advance(ctx context.Context, d time.Duration) error {
	return c.post(ctx, "clock", ClockWish{Advance: d}, nil)
}

// SetOffset puts the drill's clock so far ahead of real time.
func (c *Control) SetOffset(ctx context.Context, d time.Duration) error {
	return c.post(ctx, "clock", ClockWish{Offset: &d}, nil)
}

// Fault adds rules to the script.
func (c *Control) Fault(ctx context.Context, rules ...stage.Rule) error {
	return c.post(ctx, "faults", FaultWish{Rules: rules}, nil)
}

// ClearFaults drops the rules that still wait.
func (c *Control) ClearFaults(ctx context.Context) error {
	return c.post(ctx, "faults", FaultWish{Clear: true}, nil)
}

// Faults lists the rules that still wait.
func (c *Control) Faults(ctx context.Context) ([]stage.Rule, error) {
	var w FaultWish
	_, err := c.call(ctx, http.MethodGet, "faults", nil, &w)
	return w.Rules, err
}

// Records asks for everything the platforms have accepted.
func (c *Control) Records(ctx context.Context) (r Records, err error) {
	_, err = c.call(ctx, http.MethodGet, "records", nil, &r)
	return r, err
}

// Comment lets a citizen speak, and returns the comment's id.
func (c *Control) Comment(ctx context.Context, s Saying) (string, error) {
	var out Said
	err := c.post(ctx, "comment", s, &out)
	return out.ID, err
}

// Remove takes a comment or a post away.
func (c *Control) Remove(ctx context.Context, r Removal) error { return c.post(ctx, "remove", r, nil) }

// Rename changes an account's name on its platform.
func (c *Control) Rename(ctx context.Context, r Renaming) error { return c.post(ctx, "rename", r, nil) }

// Account changes what an account may do.
func (c *Control) Account(ctx context.Context, w AccountWish) error {
	return c.post(ctx, "account", w, nil)
}

// Plan decides coming calls.
func (c *Control) Plan(ctx context.Context, p Plan) error { return c.post(ctx, "plan", p, nil) }

// Wire changes the form of answers.
func (c *Control) Wire(ctx context.Context, w WireWish) error { return c.post(ctx, "wire", w, nil) }
