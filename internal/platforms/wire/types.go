package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// Int is a whole number that a platform writes as a number or as a string. null and "" are 0. Nothing passes through a
// float: ids beyond 2^53 stay exact.
type Int int64

// UnmarshalJSON takes 12, "12", null and "".
func (i *Int) UnmarshalJSON(b []byte) error {
	text, err := scalar(b)
	if err != nil {
		return err
	}
	if text == "" {
		*i = 0
		return nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return errors.New("not a whole number")
	}
	*i = Int(n)
	return nil
}

// String returns the digits.
func (i Int) String() string { return strconv.FormatInt(int64(i), 10) }

// Flag is a yes or no that a platform writes as true, 1, "1" or "true". null and "" are no.
type Flag bool

// UnmarshalJSON takes true, false, 1, 0 and the same as strings.
func (f *Flag) UnmarshalJSON(b []byte) error {
	text, err := scalar(b)
	if err != nil {
		return err
	}
	switch text {
	case "true", "True", "1":
		*f = true
	case "false", "False", "0", "":
		*f = false
	default:
		return errors.New("neither yes nor no")
	}
	return nil
}

// Text is a string that a platform may write as a number.
type Text string

// UnmarshalJSON takes "x", 12, true and null.
func (t *Text) UnmarshalJSON(b []byte) error {
	text, err := scalar(b)
	*t = Text(text)
	return err
}

// scalar returns a JSON scalar without its quotes, "" for null.
func scalar(b []byte) (string, error) {
	b = bytes.TrimSpace(b)
	switch {
	case len(b) == 0 || bytes.Equal(b, []byte("null")):
		return "", nil
	case b[0] == '"':
		var s string
		err := json.Unmarshal(b, &s)
		return s, err
	case b[0] == '{' || b[0] == '[':
		return "", errors.New("a single value expected")
	}
	return string(b), nil
}

// List is an array that a platform may write as a single object, or as null when empty.
type List[T any] []T

// UnmarshalJSON takes [x,…], x and null.
func (l *List[T]) UnmarshalJSON(b []byte) error {
	b = bytes.TrimSpace(b)
	if len(b) == 0 || bytes.Equal(b, []byte("null")) {
		*l = nil
		return nil
	}
	if b[0] == '[' {
		var many []T
		if err := json.Unmarshal(b, &many); err != nil {
			return err
		}
		*l = many
		return nil
	}
	var one T
	if err := json.Unmarshal(b, &one); err != nil {
		return err
	}
	*l = List[T]{one}
	return nil
}

// Decode reads one JSON value that is the whole of body, whatever its declared type. It never fails on unknown fields.
// Its error names the kind of fault, never the content.
func Decode(body []byte, out any) error {
	body = bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))
	d := json.NewDecoder(bytes.NewReader(body))
	if err := d.Decode(out); err != nil {
		var syntax *json.SyntaxError
		var kind *json.UnmarshalTypeError
		switch {
		case errors.As(err, &syntax):
			return fmt.Errorf("no JSON at byte %d", syntax.Offset)
		case errors.As(err, &kind):
			return fmt.Errorf("field %q is a %s", kind.Field, kind.Value)
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			return io.ErrUnexpectedEOF
		}
		return errors.New("a field of another kind than documented")
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("more than one JSON value")
	}
	return nil
}
