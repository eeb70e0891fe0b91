package day

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"
	"time"

	"github.com/google/uuid"

	"huiying/accounts"
	"huiying/internal/problem"
	"huiying/publishing"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
	"huiying/review"
)

// id names something of the day, the same in every run, so that a command given twice is one command.
func id(name string) string {
	return uuid.NewSHA1(uuid.NameSpaceURL, []byte("urn:huiying:day:"+name)).String()
}

// story is one post of the day.
type story struct {
	key     string
	title   string
	summary string
	body    []string
	returns bool // a reviewer returns the first revision, the author mends it
	mend    func(body []string) []string
	picture color.RGBA
	after   time.Duration // planned so long after the next full hour
	targets func(acc map[string]accounts.Account) []content.Target
}

// write is: the post stands as a draft with everything that it needs.
func (d *Day) write(s story) goal {
	post := id(s.key)
	return goal{name: "撰稿《" + s.title + "》",
		met: func(ctx context.Context) (string, bool, error) {
			p, w, err := d.House.Publishing.Get(observer(ctx), post)
			if problem.KindOf(err) == problem.Missing {
				return "", false, nil
			} else if err != nil {
				return "", false, err
			}
			return fmt.Sprintf("%s写好《%s》，%d 段、%d 张图，发往 %d 处", officer, s.title, len(w.Content.Paragraphs), len(w.Content.Media), len(w.Content.Targets)),
				p.Revision > 0 || len(w.Content.Targets) > 0, nil
		},
		by: officer,
		act: func(ctx context.Context) error {
			if _, err := d.House.Publishing.Create(ctx, post, content.Regular); err != nil {
				return err
			}
			_, w, err := d.House.Publishing.Get(ctx, post)
			if err != nil {
				return err
			}
			c, err := d.compose(ctx, s, s.body)
			if err != nil {
				return err
			}
			_, err = d.House.Publishing.Save(ctx, publishing.SaveDraft{Post: post, Version: w.Version, Content: c})
			return err
		}}
}

// compose builds the content of a story.
func (d *Day) compose(ctx context.Context, s story, body []string) (content.Master, error) {
	acc, err := d.accounts(ctx)
	if err != nil {
		return content.Master{}, err
	}
	m, err := d.House.Publishing.AddMedia(ctx, s.key+".png", bytes.NewReader(picture(s.picture)))
	if err != nil {
		return content.Master{}, err
	}
	m.Alt, m.Rights = "配图："+s.title, "本单位自制"
	planned := d.House.Clock.Now().Truncate(time.Hour).Add(time.Hour + s.after)
	c := content.Master{Kind: content.Regular, Title: s.title, Summary: s.summary, Media: []content.Media{m},
		Window: content.Window{From: planned, To: planned.Add(24 * time.Hour)}, Late: content.Late{Within: 4 * time.Hour}}
	for i, text := range body {
		c.Paragraphs = append(c.Paragraphs, content.Paragraph{ID: id(fmt.Sprint(s.key, i)), Text: text})
	}
	c.Paragraphs = append(c.Paragraphs, content.Paragraph{ID: id(s.key + "图"), Style: content.Picture, Media: m.Hash})
	c.Targets = s.targets(acc)
	return c, nil
}

// picture is a small drawing of the drill's own: a coloured field with a band.
func picture(c color.RGBA) []byte {
	img := image.NewRGBA(image.Rect(0, 0, 900, 383))
	for y := range 383 {
		for x := range 900 {
			k := uint8(40 * x / 900)
			px := color.RGBA{c.R - k, c.G - k, c.B, 255}
			if y > 290 && y < 320 {
				px = color.RGBA{255, 255, 255, 255}
			}
			img.SetRGBA(x, y, px)
		}
	}
	var b bytes.Buffer
	e := png.Encoder{CompressionLevel: png.BestSpeed}
	_ = e.Encode(&b, img)
	return b.Bytes()
}

// submit is: a revision of that number was handed in.
func (d *Day) submit(s story, revision int) goal {
	post := id(s.key)
	return goal{name: fmt.Sprintf("送审《%s》第 %d 稿", s.title, revision),
		met: func(ctx context.Context) (string, bool, error) {
			p, _, err := d.House.Publishing.Get(observer(ctx), post)
			if err != nil || p.Revision < revision {
				return "", false, err
			}
			r, err := d.House.Publishing.Revision(observer(ctx), post, revision)
			return fmt.Sprintf("%s送审第 %d 稿，内容指纹 %s", officer, revision, print16(r.Fingerprint)), err == nil, err
		},
		by: officer,
		act: func(ctx context.Context) error {
			p, w, err := d.House.Publishing.Get(ctx, post)
			if err != nil {
				return err
			}
			if p.State == publishing.Returned && s.mend != nil && p.Revision == revision-1 {
				c, err := d.compose(ctx, s, s.mend(s.body))
				if err != nil {
					return err
				}
				if w, err = d.House.Publishing.Save(ctx, publishing.SaveDraft{Post: post, Version: w.Version, Content: c}); err != nil {
					return err
				}
			}
			_, err = d.House.Publishing.Submit(ctx, publishing.SubmitPost{Post: post, Version: w.Version})
			return err
		}}
}

func print16(fingerprint string) string {
	f := strings.ToUpper(fingerprint)
	if len(f) < 16 {
		return f
	}
	return f[:4] + " " + f[4:8] + " " + f[8:12] + " " + f[12:16]
}

// decide is: a step of a round of a subject has its verdict.
func (d *Day) decide(kind string, subject func(ctx context.Context) (string, error), what string, round, step int, who string, v review.Verdict, comment string) goal {
	return goal{name: fmt.Sprintf("%s第 %d 轮第 %d 步", what, round, step+1),
		met: func(ctx context.Context) (string, bool, error) {
			sub, err := subject(observer(ctx))
			if err != nil {
				return "", false, err
			}
			sheet, err := d.House.Review.Of(observer(ctx), kind, sub)
			if err != nil || len(sheet.Rounds) < round {
				return "", false, err
			}
			for _, dec := range sheet.Rounds[round-1].Decisions {
				if dec.Step == step {
					return said(dec), true, nil
				}
			}
			return "", false, nil
		},
		by: who,
		act: func(ctx context.Context) error {
			sub, err := subject(ctx)
			if err != nil {
				return err
			}
			sheet, err := d.House.Review.Of(ctx, kind, sub)
			if err != nil {
				return err
			}
			t := sheet.Ticket
			cmd := review.Decide{ID: id(fmt.Sprint("决定", kind, sub, round, step)), Ticket: t.ID, Version: t.Version, Verdict: v, Comment: comment,
				Fingerprint: t.Subject.Fingerprint, Gates: map[review.Gate]bool{}}
			for _, g := range t.Steps[t.Step].Gates {
				cmd.Gates[g] = v == review.Pass || g != review.Wording
			}
			if t.Steps[t.Step].Secrecy {
				cmd.Secrecy = review.Open
			}
			return d.House.Review.Decide(ctx, cmd)
		}}
}

func said(dec review.Decision) string {
	line := dec.Name + " " + dec.StepName + "：" + dec.Verdict.Title()
	if dec.Secrecy != "" {
		line += "，保密结论“" + dec.Secrecy.Title() + "”"
	}
	if dec.Comment != "" {
		line += "，意见：" + dec.Comment
	}
	return line
}

// move is: the post stands at a later hour inside its approved window, without a new round.
func (d *Day) move(s story, by time.Duration) goal {
	post := id(s.key)
	return goal{name: "排期《" + s.title + "》",
		met: func(ctx context.Context) (string, bool, error) {
			p, _, err := d.House.Publishing.Get(observer(ctx), post)
			if err != nil {
				return "", false, err
			}
			r, err := d.House.Publishing.Revision(observer(ctx), post, p.Revision)
			if err != nil {
				return "", false, err
			}
			return "排到 " + content.Clock(p.Planned) + "（批准的窗口 " + content.Clock(r.Content.Window.From) + " 至 " + content.Clock(r.Content.Window.To) + "）",
				!p.Planned.Equal(r.Content.Window.From), nil
		},
		by: officer,
		act: func(ctx context.Context) error {
			p, _, err := d.House.Publishing.Get(ctx, post)
			if err != nil {
				return err
			}
			return d.House.Publishing.Schedule(ctx, publishing.MovePost{Post: post, Version: p.Version, At: p.Planned.Add(by)})
		}}
}

// out is: the delivery of a post to one account is on the platform, whatever it took.
func (d *Day) out(s story, account string, way content.Way) goal {
	post := id(s.key)
	find := func(ctx context.Context) (delivery.Delivery, bool, error) {
		ds, err := d.House.Publishing.Deliveries.Of(observer(ctx), post)
		if err != nil {
			return delivery.Delivery{}, false, err
		}
		for _, del := range ds {
			if string(del.Account) == id(account) && del.Way == way {
				return del, true, nil
			}
		}
		return delivery.Delivery{}, false, nil
	}
	return goal{name: "发出《" + s.title + "》到" + account,
		met: func(ctx context.Context) (string, bool, error) {
			del, ok, err := find(ctx)
			if err != nil || !ok || del.State != delivery.Out {
				return string(del.State) + " " + del.Note, false, err
			}
			return fmt.Sprintf("%s 已发布（%s）%s", account, wayWords(way), receiptWords(del.Receipt)), true, nil
		},
		act: func(ctx context.Context) error {
			del, ok, err := find(ctx)
			if err != nil {
				return err
			}
			if !ok {
				return fmt.Errorf("没有发往%s的一路", account)
			}
			return d.further(ctx, del)
		}}
}

func wayWords(w content.Way) string {
	switch w {
	case content.Share:
		return "微博"
	case content.Publish:
		return "发布，不推送"
	case content.Broadcast:
		return "群发"
	}
	return "人工发布"
}

func receiptWords(r delivery.Receipt) string {
	var parts []string
	for _, p := range [][2]string{{"编号", r.ID}, {"msg_id", r.MsgID}, {"msg_data_id", r.MsgDataID}, {"地址", r.URL}} {
		if p[1] != "" {
			parts = append(parts, p[0]+" "+p[1])
		}
	}
	if r.Evidence != "" {
		parts = append(parts, "截图 "+r.Evidence[:8])
	}
	return strings.Join(parts, "，")
}
