package day

import (
	"context"
	"fmt"
	"time"

	"huiying/accounts"
	"huiying/internal/platforms/drill"
	"huiying/internal/problem"
)

// quietFor is how long the office is silent before the last check of the day: long enough for a warning.
const quietFor = 11

// audit has things go wrong with the accounts, and the daily check find them.
func (d *Day) audit() []goal {
	return at("七 日常监测", d.leaves(), d.drifts(), d.silent(), d.found("responsible", "责任人、管理员离岗"), d.found("name", "名称与登记不符"), d.found("silence", "久未更新"))
}

// leaves is: the administrator of the accounts has left the office.
func (d *Day) leaves() goal {
	return goal{name: "人员离岗",
		met: func(ctx context.Context) (string, bool, error) {
			all, err := d.House.People.People(ctx)
			for _, p := range all {
				if p.Name == leaving && !p.Departed.IsZero() {
					return leaving + "离岗，她还是三个账号的运维管理员", true, nil
				}
			}
			return "", false, err
		},
		by: admin,
		act: func(ctx context.Context) error {
			all, err := d.House.People.People(ctx)
			if err != nil {
				return err
			}
			for _, p := range all {
				if p.Name == leaving {
					return d.House.People.Depart(ctx, p.ID)
				}
			}
			return fmt.Errorf("没有%s这个人", leaving)
		}}
}

// drifts is: the Weibo account was renamed on the platform, without a filing.
func (d *Day) drifts() goal {
	const renamed = "望川微发布"
	return goal{name: "平台改名",
		met: func(ctx context.Context) (string, bool, error) {
			b, err := d.House.Accounts.Binding(observer(ctx), accounts.ID(id(weiboName)))
			return "有人在平台上把“" + weiboName + "”改名为“" + renamed + "”，没有备案", err == nil && b.Profile.Name == renamed, err
		},
		act: func(ctx context.Context) error {
			err := d.Drill.Rename(ctx, drill.Renaming{Platform: "weibo", Account: d.Seed.Weibo[0].UID, Name: renamed})
			if err != nil {
				return err
			}
			ctx, err = d.as(ctx, registrar)
			if err != nil {
				return err
			}
			_, err = d.House.Accounts.Probe(ctx, accounts.ID(id(weiboName)))
			return err
		}}
}

// silent is: days without an update have passed, and the daily check, which runs by itself at three in the morning, has
// seen them.
func (d *Day) silent() goal {
	return goal{name: "多日未更新",
		met: func(ctx context.Context) (string, bool, error) {
			list, err := d.House.Accounts.Countdown(observer(ctx))
			if err != nil {
				return "", false, err
			}
			for _, s := range list {
				if s.Days >= quietFor {
					return fmt.Sprintf("时钟拨到 %d 天以后，“%s”还有 %d 天触发“两周未更新”", s.Days, s.Account.Name, s.Left), true, nil
				}
			}
			return "", false, nil
		},
		act: func(ctx context.Context) error { return d.pass(ctx, 12*time.Hour) }}
}

// found is: a finding of that rule stands, with its clause and evidence.
func (d *Day) found(rule, what string) goal {
	return goal{name: "监测" + what,
		met: func(ctx context.Context) (string, bool, error) {
			list, err := d.House.Accounts.Standing(observer(ctx), "")
			if err != nil {
				return "", false, err
			}
			for _, f := range list {
				if f.Rule == rule {
					a, err := d.House.Accounts.Get(observer(ctx), f.Account)
					return fmt.Sprintf("“%s”%s：%s（%s；%s）", a.Name, f.Title, f.Text, f.Source, f.Evidence), err == nil, err
				}
			}
			return "", false, nil
		},
		by: registrar,
		act: func(ctx context.Context) error {
			err := d.House.Accounts.CheckAll(ctx)
			if problem.KindOf(err) == problem.Internal {
				return err
			}
			return nil
		}}
}
