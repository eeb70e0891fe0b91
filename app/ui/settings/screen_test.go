package settings_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"huiying/app/ui/settings"
	"huiying/app/ui/theme"
	"huiying/app/ui/typing"
	"huiying/app/ui/typing/typingtest"
	"huiying/app/ui/widgets"
	"huiying/internal/people"
	"huiying/internal/trail"
	"huiying/review"
)

var desk = fyne.NewSize(1280, 800)

// box focuses a box of the table, counted from the first person and the first role.
func (h *house) box(row, col int) {
	h.t.Helper()
	if !h.screen.StepBack() { // to the column on the left, wherever the focus is
		h.t.Log("the focus was there already")
	}
	h.screen.NextPane()
	for range row {
		h.key(fyne.KeyDown)
	}
	for range col {
		h.key(fyne.KeyRight)
	}
}

func (h *house) entries() []*typing.Entry {
	var out []*typing.Entry
	for _, o := range h.canvas.Overlays().List() {
		out = append(out, typingtest.Entries(o)...)
	}
	if len(out) == 0 {
		out = typingtest.Entries(h.canvas.Content())
	}
	return out
}

func (h *house) check(label string) *widgets.Check {
	h.t.Helper()
	var found *widgets.Check
	h.each(func(o fyne.CanvasObject) {
		if c, ok := o.(*widgets.Check); ok && found == nil && strings.Contains(words(c), label) {
			found = c
		}
	})
	if found == nil {
		h.t.Fatalf("there is no box %q", label)
	}
	return found
}

func TestARoleIsGivenByTheKeyboardAndSavedAtOnce(t *testing.T) {
	h := open(t)
	h.sit("秦越", settings.PagePeople, desk, theme.Light)
	if !h.button("保存改动").Disabled() {
		t.Error("there is nothing to save")
	}
	h.box(3, 4) // 孙悦, 终审人
	h.key(fyne.KeyReturn)
	h.lacks("还没有保存")
	h.key(fyne.KeySpace)
	h.reads("1 个人的改动还没有保存。孙悦：加上终审人")
	if got := h.screen.MayClose(); !strings.Contains(got, "1 个人的角色") {
		t.Errorf("closing says %q", got)
	}
	if h.person("孙悦").Has(people.Approver) {
		t.Error("a tick alone changed the office")
	}
	h.screen.Save()
	h.settle()
	if !h.person("孙悦").Has(people.Approver) || !h.person("孙悦").Has(people.Checker) {
		t.Errorf("孙悦 has %v", h.person("孙悦").Roles)
	}
	h.lacks("还没有保存")
	if h.screen.MayClose() != "" {
		t.Error("something is said to be unsaved")
	}
	h.screen.Open(settings.PageTrail)
	h.settle()
	h.reads("调整角色")
}

func TestWhatTheOfficeCannotDoWithoutIsRefusedInWordsAndTheTickStays(t *testing.T) {
	h := open(t)
	h.sit("秦越", settings.PagePeople, desk, theme.Light)
	h.box(5, 4) // 周建国, 终审人: the only one
	h.key(fyne.KeySpace)
	h.tap("保存改动")
	h.reads("周建国的角色没有改", "还没有终审人", "收回终审人")
	if !h.person("周建国").Has(people.Approver) {
		t.Error("it was changed all the same")
	}
	h.tap("撤回对周建国的改动")
	h.lacks("还没有终审人", "还没有保存")
}

func TestARoleIsHandedOnWhateverTheOrderOfTheTable(t *testing.T) {
	h := open(t)
	h.sit("秦越", settings.PagePeople, desk, theme.Light)
	h.box(0, 0) // from 王蕾, who is first in the table, to 郑凯
	h.key(fyne.KeySpace, fyne.KeyDown, fyne.KeySpace)
	h.tap("保存改动")
	h.lacks("没有改")
	if h.person("王蕾").Has(people.Officer) || !h.person("郑凯").Has(people.Officer) {
		t.Errorf("王蕾 %v, 郑凯 %v", h.person("王蕾").Roles, h.person("郑凯").Roles)
	}
}

func TestATickOutlivesTheChangeOfSomebodyElse(t *testing.T) {
	h := open(t)
	h.sit("秦越", settings.PagePeople, desk, theme.Light)
	h.box(3, 4)
	h.key(fyne.KeySpace)
	if err := h.people.ChangeRoles(h.who("秦越"), "王蕾", []people.Role{people.Officer, people.Answerer}); err != nil {
		t.Fatal(err)
	}
	h.screen.Refetch()
	h.settle()
	h.reads("孙悦：加上终审人")
	h.key(fyne.KeySpace) // the focus is still on the same box
	h.lacks("还没有保存")
}

func TestOnlyAnAdministratorChangesAnything(t *testing.T) {
	h := open(t)
	h.sit("王蕾", settings.PagePeople, desk, theme.Light)
	h.reads("改动归管理员", "孙悦")
	h.lacks("添加人员", "保存改动")
	if n := len(h.links("办理")); n > 0 {
		t.Errorf("%d rows offer something", n)
	}
	h.screen.Create()
	h.settle()
	if len(h.canvas.Overlays().List()) != 0 {
		t.Error("a form was opened")
	}
	h.screen.Open(settings.PageRoutes)
	h.settle()
	h.lacks("保存改动", "加一步")
	for _, e := range h.entries() {
		if !e.Disabled() {
			t.Error("a field of the route can be written in")
		}
	}
	h.screen.Open(settings.PageBackups)
	h.settle()
	h.reads("还没有备份")
}

func TestANewPersonSignsIn(t *testing.T) {
	h := open(t)
	h.sit("秦越", settings.PageLooks, desk, theme.Light)
	h.screen.Create()
	h.settle()
	e := h.entries()
	if len(e) != 4 {
		t.Fatalf("%d fields", len(e))
	}
	for _, x := range h.canvas.Overlays().List() {
		typingtest.OnlyOurs(t, x)
	}
	do := h.button("添加这个人")
	if do.Reason().Value != "还没有写姓名" {
		t.Errorf("it says %q", do.Reason().Value)
	}
	e[0].Replace("宋凯")
	e[2].Replace("short")
	if e[3].Replace("other"); do.Reason().Value != "两遍密码不一样" {
		t.Errorf("it says %q", do.Reason().Value)
	}
	if e[3].Replace("short"); do.Reason().Value != "至少选一个角色" {
		t.Errorf("it says %q", do.Reason().Value)
	}
	h.check("初审人").Tapped(nil)
	h.tap("添加这个人")
	h.reads("宋凯的密码不到 8 位")
	if e[0].Text() != "宋凯" {
		t.Error("what was typed is gone")
	}
	e[2].Replace("a longer one")
	e[3].Replace("a longer one")
	h.tap("添加这个人")
	h.reads("宋凯")
	all, err := h.people.People(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(all, func(p people.Person) bool { return p.Name == "宋凯" })
	if i < 0 || len(h.canvas.Overlays().List()) != 0 {
		t.Fatal("nobody was added, or the form is still there")
	}
	if _, err := h.people.SignIn(t.Context(), all[i].ID, "a longer one"); err != nil {
		t.Error(err)
	}
}

func TestDepartureAsksAndIsRefusedForTheLastOne(t *testing.T) {
	h := open(t)
	h.sit("秦越", settings.PagePeople, desk, theme.Light)
	h.act(4, 2)
	h.reads("陈国栋离岗？")
	h.tap("不办")
	if !h.person("陈国栋").Departed.IsZero() {
		t.Fatal("he left without a yes")
	}
	h.act(4, 2)
	h.tap("办理陈国栋离岗")
	h.reads("已离岗 2026-11-20")
	if h.person("陈国栋").Departed.IsZero() {
		t.Error("he is still there")
	}
	h.act(3, 2)
	h.tap("办理孙悦离岗")
	h.reads("还没有初审人")
	if !h.person("孙悦").Departed.IsZero() {
		t.Error("the last checker left")
	}
}

func (h *house) regular() review.Route {
	h.t.Helper()
	routes, err := h.review.Routes(h.who("秦越"))
	if err != nil {
		h.t.Fatal(err)
	}
	return routes[0]
}

func TestARouteIsEditedRefusedAndSaved(t *testing.T) {
	h := open(t)
	h.sit("秦越", settings.PageRoutes, desk, theme.Light)
	h.reads("没有改过，按现有人员定的")
	e := h.entries()
	if len(e) != 6 {
		t.Fatalf("%d fields for three steps", len(e))
	}
	e[0].Replace("科室初审")
	e[1].Replace("两小时")
	h.tap("保存改动")
	h.reads("第 1 步：时限写分钟数", "没有保存")
	e[1].Replace("90")
	var conclusion []*widgets.Check
	h.each(func(o fyne.CanvasObject) {
		if c, ok := o.(*widgets.Check); ok && strings.Contains(words(c), "给保密结论") {
			conclusion = append(conclusion, c)
		}
	})
	conclusion[1].Tapped(nil)
	h.tap("保存改动")
	h.reads("保密结论要在一步上给")
	if h.regular().Version != 0 || e[0].Text() != "科室初审" {
		t.Fatal("it was saved, or what was typed is gone")
	}
	conclusion[0].Tapped(nil)
	conclusion[2].Tapped(nil)
	if conclusion[0].Ticked() {
		t.Error("the conclusion stands on two steps")
	}
	h.check("允许兼岗").Tapped(nil)
	h.screen.Save()
	h.settle()
	r := h.regular()
	if r.Version != 1 || r.Steps[0].Name != "科室初审" || r.Steps[0].Within.Minutes() != 90 || !r.Steps[2].Secrecy || r.Steps[1].Secrecy || !r.Adjoining {
		t.Errorf("saved: %+v", r)
	}
	if h.screen.MayClose() != "" || !h.button("保存改动").Disabled() {
		t.Error("something is said to be unsaved")
	}
	// And once more from there: the form goes on from the version that it saved.
	h.entries()[0].Replace("初审")
	h.screen.Save()
	h.settle()
	if r := h.regular(); r.Version != 2 || r.Steps[0].Name != "初审" {
		t.Errorf("saved: %+v", r)
	}
}

func TestStepsAreAddedMovedAndTakenAway(t *testing.T) {
	h := open(t)
	h.sit("秦越", settings.PageRoutes, desk, theme.Light)
	h.tap("加一步")
	e := h.entries()
	if len(e) != 8 {
		t.Fatalf("%d fields for four steps", len(e))
	}
	e[6].Replace("签发")
	h.icon("去掉这一步", -1)
	if len(h.entries()) != 6 {
		t.Error("the step is still there")
	}
	if h.screen.MayClose() != "" {
		t.Error("a step that came and went is no change")
	}
	h.icon("往后挪一步", 0)
	if got := h.entries()[0].Text(); got != "复审" {
		t.Errorf("first is %q", got)
	}
	h.tap("撤回改动")
	if got := h.entries()[0].Text(); got != "初审" {
		t.Errorf("first is %q", got)
	}
}

func TestARouteThatSomebodyElseChangedIsNotOverwritten(t *testing.T) {
	h := open(t)
	h.sit("秦越", settings.PageRoutes, desk, theme.Light)
	h.entries()[0].Replace("我的初审")
	other := h.regular()
	other.Steps[0].Name = "别人的初审"
	if err := h.review.SetRoute(h.who("秦越"), other); err != nil {
		t.Fatal(err)
	}
	h.settle()
	h.reads("这条路线刚被改过")
	h.tap("保存改动")
	h.reads("刚刚被别人改过")
	if got := h.entries()[0].Text(); got != "我的初审" {
		t.Errorf("the field holds %q", got)
	}
	if got := h.regular().Steps[0].Name; got != "别人的初审" {
		t.Errorf("the store holds %q", got)
	}
	h.tap("撤回改动")
	if got := h.entries()[0].Text(); got != "别人的初审" {
		t.Errorf("the field holds %q", got)
	}
}

func TestCredentialsSayHowTheyStandAndOpenTheAccount(t *testing.T) {
	h := open(t)
	h.sit("秦越", settings.PageCredentials, desk, theme.Light)
	h.reads("还没有要授权的账号")
	h.busy()
	h.screen.Refetch()
	h.settle()
	h.reads("已失效", "微博不再收这个授权（21327）", "还有 4 天", "2026-11-24 15:32 到期", "有效", "不到期", "没有绑定")
	h.screen.StepBack()
	h.screen.NextPane()
	h.key(fyne.KeyDown, fyne.KeyReturn)
	if h.opened == "" {
		t.Error("no account was opened")
	}
	h.broken = errDown
	h.screen.Refetch()
	h.settle()
	h.reads("磁盘取不下来了", "望川人社")
}

func TestWhatIsReadOnlySaysWhereItComesFrom(t *testing.T) {
	h := open(t)
	h.sit("王蕾", settings.PageDays, desk, theme.Light)
	h.reads("国办发明电〔2025〕7号", "2027 年的安排程序里还没有", "暂按周末推算")
	h.screen.Open(settings.PageRules)
	h.settle()
	h.reads("满 14 天否决；第 10 天提醒运维人员，第 12 天提醒分管领导", "国办秘函〔2019〕19号", "咨询、求助 5 个工作日；建议、投诉、举报、感谢、其他 15 个工作日", "2019-04-18 起", "留言等到第 15 天就提醒")
	h.screen.Open(settings.PageAbout)
	h.settle()
	h.reads("1.0.0")
}

func TestABackupIsMadeAndListedOrNotAndSaid(t *testing.T) {
	h := open(t)
	h.sit("秦越", settings.PageBackups, desk, theme.Light)
	h.reads("还没有备份")
	h.broken = errDown
	h.tap("现在备份")
	h.reads("没有备份成", "磁盘取不下来了")
	h.broken, h.copies = nil, nil
	h.tap("现在备份")
	h.reads("备份好了", "huiying-2026-11-20.db", "5.0 MB", "共 1 份", "2026-11-20 14:32")
}

// bent is a trail in which somebody changed a word.
type bent struct{ trail.Store }

func (b bent) Walk(ctx context.Context, first int64, f func(trail.Entry) error) error {
	return b.Store.Walk(ctx, first, func(e trail.Entry) error {
		if e.Seq == 1 {
			e.Verb = "什么也没做"
		}
		return f(e)
	})
}

func TestTheTrailIsReadAndVerified(t *testing.T) {
	h := open(t)
	h.busy()
	h.sit("王蕾", settings.PageTrail, desk, theme.Light)
	h.reads("添加人员", "人员离岗", "吴倩", "设置审核路线")
	h.tap("核验留痕")
	h.reads("4 条从头核到尾，没有少，没有改。")
	if err := h.people.ChangeRoles(h.who("秦越"), "王蕾", []people.Role{people.Officer, people.Answerer}); err != nil {
		t.Fatal(err)
	}
	h.tell("people", "")
	h.settle()
	h.reads("调整角色")
	h.trail = bent{h.trail}
	h.tap("核验留痕")
	h.reads("留痕对不上")
}

func TestTheOlderTrailComesWhenAskedFor(t *testing.T) {
	h := open(t)
	ctx := h.who("秦越")
	for i := range 201 {
		roles := []people.Role{people.Officer}
		if i%2 == 0 {
			roles = append(roles, people.Answerer)
		}
		if err := h.people.ChangeRoles(ctx, "王蕾", roles); err != nil {
			t.Fatal(err)
		}
	}
	h.sit("秦越", settings.PageTrail, desk, theme.Light)
	h.screen.StepBack()
	h.screen.NextPane()
	h.key(fyne.KeyEnd)
	h.lacks("建立单位")
	h.tap("再看 200 条")
	h.screen.StepBack()
	h.screen.NextPane()
	h.key(fyne.KeyEnd)
	h.reads("建立单位")
	h.lacks("再看 200 条")
}

func TestLooksHoldAtOnceOrSayWhyNot(t *testing.T) {
	h := open(t)
	h.sit("王蕾", settings.PageLooks, desk, theme.Light)
	h.screen.StepBack()
	h.screen.NextPane()
	h.key(fyne.KeyRight)
	if h.mode != theme.Dark || h.scale != 100 {
		t.Errorf("%v %d", h.mode, h.scale)
	}
	h.broken = errDown
	h.key(fyne.KeyLeft)
	h.reads("没有记住", "磁盘取不下来了")
	h.broken = nil
	h.key(fyne.KeyLeft)
	if h.mode != theme.Light {
		t.Errorf("after a refusal the choice stands on %v", h.mode)
	}
}

func TestTheColumnIsWalkedByTheKeyboard(t *testing.T) {
	h := open(t)
	h.sit("秦越", settings.PagePeople, desk, theme.Light)
	h.screen.StepBack()
	h.key(fyne.KeyDown)
	h.reads("按类别")
	h.key(fyne.KeyDown, fyne.KeyDown)
	h.reads("节假日和调休")
	h.key(fyne.KeyUp, fyne.KeyUp, fyne.KeyRight, fyne.KeyDown)
	h.reads("路线\n政策解读")
	for i, name := range pages() {
		h.screen.Open(name)
		h.settle()
		if h.screen.Name() != settings.Name || h.text() == "" {
			t.Errorf("page %d is empty", i)
		}
	}
}
