package day

import (
	"context"
	"fmt"

	"huiying/internal/people"
	"huiying/internal/problem"
)

// The invented people of the drill.
const (
	officer   = "王蕾"
	checker   = "孙悦"
	secondary = "陈国栋"
	approver  = "周建国"
	registrar = "郑凯"
	answerer  = "李敏"
	admin     = "秦越"
	leaving   = "吴倩"
)

func staff() []people.Newcomer {
	one := func(name, position string, roles ...people.Role) people.Newcomer {
		return people.Newcomer{Name: name, Position: position, Roles: roles, Password: password(name)}
	}
	return []people.Newcomer{
		one(officer, "新媒体专员", people.Officer),
		one(checker, "新媒体中心副主任", people.Checker),
		one(secondary, "办公室科长", people.Checker),
		one(approver, "副局长", people.Approver),
		one(registrar, "账号登记员", people.Registrar),
		one(answerer, "留言办理员", people.Answerer),
		one(admin, "信息中心", people.Administrator),
		one(leaving, "借调人员", people.Registrar),
	}
}

func (d *Day) setUp() goal {
	return goal{part: "一 建单位、建人员", name: "建立单位",
		met: func(ctx context.Context) (string, bool, error) {
			u, err := d.House.People.Unit(ctx)
			if problem.KindOf(err) == problem.Missing {
				return "", false, nil
			} else if err != nil {
				return "", false, err
			}
			all, err := d.House.People.People(ctx)
			return fmt.Sprintf("%s · %s，%d 个人，六个角色都有人担任", u.Name, u.Office, len(all)), err == nil, err
		},
		act: func(ctx context.Context) error {
			return d.House.People.Setup(people.With(ctx, people.System("首次启动")),
				people.Unit{Name: "望川市政务服务和数据管理局", Office: "新媒体中心", CreditCode: "11420100MB1A2B3C42"}, staff())
		}}
}

// routes sees to it that the office has its routes.
func (d *Day) routes() goal {
	return goal{name: "审核流程",
		met: func(ctx context.Context) (string, bool, error) {
			rs, err := d.House.Review.Routes(observer(ctx))
			if err != nil || len(rs) == 0 {
				return "", false, err
			}
			words := ""
			for _, s := range rs[0].Steps {
				if words += " → " + s.Name; s.Secrecy {
					words += "（保密结论）"
				}
			}
			return "审核流程" + words, true, nil
		},
		act: func(context.Context) error { return fmt.Errorf("没有审核流程") }}
}
