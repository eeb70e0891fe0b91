package workdays

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"time"

	"huiying/internal/problem"
)

//go:embed tables/*.json
var embedded embed.FS

// Table says where the days of one year come from.
type Table struct {
	Year      int    `json:"year"`
	Version   int    `json:"version"`
	Title     string `json:"title"`
	Source    string `json:"source"` // number of the document
	Issued    Date   `json:"issued"`
	Effective Date   `json:"effective"`
}

type file struct {
	Table
	Off []struct {
		Name string `json:"name"`
		From Date   `json:"from"`
		To   Date   `json:"to"`
	} `json:"off"`
	Work []Date `json:"work"`
}

type special struct {
	off  bool
	name string
}

// Calendar knows which days are working days. It does not change after Load and is safe for concurrent use.
type Calendar struct {
	tables []Table
	days   map[Date]special
}

// Default returns the calendar of the tables that the program brings along.
func Default() (*Calendar, error) {
	sub, err := fs.Sub(embedded, "tables")
	if err != nil {
		return nil, err
	}
	return Load(sub)
}

// Load reads every *.json of the given folders. Of several tables of one year the highest version counts, of the same
// version the one of the later folder. A table that contradicts itself is a problem.Damaged and nothing is loaded.
func Load(folders ...fs.FS) (*Calendar, error) {
	best := map[int]file{}
	for _, folder := range folders {
		names, err := fs.Glob(folder, "*.json")
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			f, err := read(folder, name)
			if err != nil {
				return nil, err
			}
			if old, ok := best[f.Year]; !ok || f.Version >= old.Version {
				best[f.Year] = f
			}
		}
	}
	c := &Calendar{days: map[Date]special{}}
	for _, f := range best {
		c.tables = append(c.tables, f.Table)
	}
	slices.SortFunc(c.tables, func(a, b Table) int { return a.Year - b.Year })
	for _, t := range c.tables {
		for _, o := range best[t.Year].Off {
			for d := o.From; d.Compare(o.To) <= 0; d = d.Add(1) {
				c.days[d] = special{off: true, name: o.Name}
			}
		}
		for _, d := range best[t.Year].Work {
			c.days[d] = special{}
		}
	}
	return c, nil
}

func read(folder fs.FS, name string) (file, error) {
	var f file
	b, err := fs.ReadFile(folder, name)
	if err != nil {
		return f, err
	}
	if err := json.Unmarshal(b, &f); err != nil {
		return f, damaged(name, err)
	}
	if err := f.check(); err != nil {
		return f, damaged(name, err)
	}
	return f, nil
}

func damaged(name string, err error) error {
	return problem.Wrap(err, problem.Damaged, "节假日表 "+path.Base(name)+" 读不通",
		"原来的节假日表没有变", "请换一份完整的表再导入")
}

func (f file) check() error {
	if f.Year < 2000 || f.Year > 2200 || f.Version < 1 || f.Source == "" || f.Issued.IsZero() || f.Effective.IsZero() {
		return fmt.Errorf("workdays: table of %d lacks year, version, source or dates", f.Year)
	}
	if len(f.Off) == 0 {
		return fmt.Errorf("workdays: table of %d has no holiday", f.Year)
	}
	seen := map[Date]bool{}
	take := func(d Date) error {
		// A holiday of New Year may begin in the December before.
		if d.Year != f.Year && (d.Year != f.Year-1 || d.Month != time.December) {
			return fmt.Errorf("workdays: %s does not belong to the table of %d", d, f.Year)
		}
		if seen[d] {
			return fmt.Errorf("workdays: %s stands twice", d)
		}
		seen[d] = true
		return nil
	}
	for _, o := range f.Off {
		if o.Name == "" || o.From.IsZero() || o.To.Before(o.From) || o.From.Add(30).Before(o.To) {
			return fmt.Errorf("workdays: holiday %q of %d has no proper span", o.Name, f.Year)
		}
		for d := o.From; d.Compare(o.To) <= 0; d = d.Add(1) {
			if err := take(d); err != nil {
				return err
			}
		}
	}
	for _, d := range f.Work {
		if !weekend(d) {
			return fmt.Errorf("workdays: make-up day %s is no weekend", d)
		}
		if err := take(d); err != nil {
			return err
		}
	}
	return nil
}

// Tables returns the tables in use, by year.
func (c *Calendar) Tables() []Table { return slices.Clone(c.tables) }

// Covers tells whether there is a table for d's year. Where there is none, days are told by weekends alone.
func (c *Calendar) Covers(d Date) bool {
	return slices.ContainsFunc(c.tables, func(t Table) bool { return t.Year == d.Year })
}

// IsWorkday tells whether offices work on d.
func (c *Calendar) IsWorkday(d Date) bool {
	s, ok := c.days[d]
	if ok {
		return !s.off
	}
	return !weekend(d)
}

// Between returns how many working days lie after a up to and including b; negative when b is before a.
func (c *Calendar) Between(a, b Date) int {
	if b.Before(a) {
		return -c.Between(b, a)
	}
	n := 0
	for d := a; d != b; {
		d = d.Add(1)
		if c.IsWorkday(d) {
			n++
		}
	}
	return n
}

// next returns the first working day that is d or later.
func (c *Calendar) next(d Date) Date {
	for !c.IsWorkday(d) {
		d = d.Add(1)
	}
	return d
}

func weekend(d Date) bool {
	w := d.Weekday()
	return w == time.Saturday || w == time.Sunday
}
