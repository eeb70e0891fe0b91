package review

import (
	"context"
	"reflect"
	"slices"
	"strings"

	"huiying/internal/people"
	"huiying/internal/problem"
)

// Routes returns the route of every kind, in the order of Kinds: what the unit has set, and the default for the rest.
func (s *Service) Routes(ctx context.Context) ([]Route, error) {
	if err := people.May(ctx, people.Look); err != nil {
		return nil, err
	}
	return s.routes(ctx)
}

func (s *Service) routes(ctx context.Context) ([]Route, error) {
	staff, err := s.d.Staff.People(ctx)
	if err != nil {
		return nil, err
	}
	set, err := s.d.Store.Routes(ctx)
	if err != nil {
		return nil, err
	}
	routes := DefaultRoutes(staff)
	for i, r := range routes {
		if j := slices.IndexFunc(set, func(o Route) bool { return o.Kind == r.Kind }); j >= 0 {
			routes[i] = set[j]
		}
	}
	return routes, nil
}

func (s *Service) route(ctx context.Context, k Kind) (Route, error) {
	routes, err := s.routes(ctx)
	if err != nil {
		return Route{}, err
	}
	i := slices.IndexFunc(routes, func(r Route) bool { return r.Kind == k })
	if i < 0 {
		return Route{}, problem.New(problem.Internal, "“"+string(k)+"”没有审核路线", "没有送审", "")
	}
	return routes[i], nil
}

// SetRoute sets the route of one kind. r.Version is the one that was seen; problem.Conflict when somebody changed it
// since. Setting what is set already changes nothing. Tickets that are under way keep the route they began with.
func (s *Service) SetRoute(ctx context.Context, r Route) error {
	if err := people.May(ctx, people.Administer); err != nil {
		return err
	}
	if r.Name = strings.TrimSpace(r.Name); r.Name == "" {
		r.Name = r.Kind.Title()
	}
	if err := r.check(); err != nil {
		return err
	}
	staff, err := s.d.Staff.People(ctx)
	if err != nil {
		return err
	}
	if step, ok := lacking(staff, nil, r.Steps, r.Adjoining); !ok {
		return invalid("这条路线凑不齐人：“"+step+"”要由另一个人来做", "请先添人，或把相邻的两步合成一步")
	}
	return s.d.Work.Do(ctx, func(ctx context.Context) error {
		now, err := s.route(ctx, r.Kind)
		if err != nil {
			return err
		}
		if alike(now, r) && now.Version != 0 {
			return nil
		}
		if now.Version != r.Version {
			return problem.New(problem.Conflict, "这条路线刚刚被别人改过", "您的改动还在屏幕上，没有写进去", "请看一眼新的路线再改")
		}
		r.Version++
		if err := s.d.Store.SaveRoute(ctx, r); err != nil {
			return err
		}
		s.tell(ctx, "")
		var names []string
		for _, st := range r.Steps {
			names = append(names, st.Name+"（"+st.Role.Title()+"）")
		}
		detail := map[string]string{"route": strings.Join(names, " → ")}
		if r.Adjoining {
			detail["adjoining"] = "兼岗"
		}
		return s.d.Record(ctx, "设置审核路线", "route", string(r.Kind), r.Version, detail)
	})
}

func alike(a, b Route) bool {
	a.Version, b.Version = 0, 0
	for _, r := range []*Route{&a, &b} {
		r.Steps = slices.Clone(r.Steps)
		for i := range r.Steps {
			if len(r.Steps[i].Gates) == 0 {
				r.Steps[i].Gates = nil
			}
		}
	}
	return reflect.DeepEqual(a, b)
}
