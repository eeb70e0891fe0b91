package house_test

import (
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huiying/accounts"
	"huiying/app/house"
	"huiying/inbox"
	"huiying/internal/problem"
	"huiying/internal/unit"
	"huiying/internal/vault"
	"huiying/publishing"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
	"huiying/review"
)

// passes has everything of a kind that waits decided with a yes, to its last step.
func (r *register) passes(kind, id string) {
	r.t.Helper()
	for range 4 {
		sheet, err := r.Review.Of(r.as("approver"), kind, id)
		r.no(err)
		if sheet.Ticket.Step >= len(sheet.Ticket.Steps) {
			return
		}
		step := sheet.Ticket.Steps[sheet.Ticket.Step]
		decide := review.Decide{ID: unit.NewID(), Ticket: sheet.Ticket.ID, Version: sheet.Ticket.Version, Verdict: review.Pass, Fingerprint: sheet.Ticket.Subject.Fingerprint,
			Gates: map[review.Gate]bool{}}
		for _, g := range step.Gates {
			decide.Gates[g] = true
		}
		if step.Secrecy {
			decide.Secrecy = review.Open
		}
		if r.Review.Decide(r.as("approver"), decide) != nil {
			r.no(r.Review.Decide(r.as("checker"), decide))
		}
	}
}

// approved is a post to Weibo that is approved for an hour from now on.
func (r *register) approved(id, text string, in time.Duration) delivery.Delivery {
	r.t.Helper()
	r.writes(id, text, in)
	r.submits(id)
	r.passes("post", id)
	return r.way(id)
}

// writes is a post to Weibo that is begun, or gone on with, and saved.
func (r *register) writes(id, text string, in time.Duration) {
	r.t.Helper()
	due := r.Clock.Now().Add(in).Truncate(time.Second)
	if _, _, err := r.Publishing.Get(r.as("officer"), id); problem.KindOf(err) == problem.Missing {
		_, err = r.Publishing.Create(r.as("officer"), id, content.Regular)
		r.no(err)
	}
	_, w, err := r.Publishing.Get(r.as("officer"), id)
	r.no(err)
	m := content.Master{Kind: content.Regular, Title: text, Summary: text, Paragraphs: []content.Paragraph{{ID: id + "1", Text: text}},
		Window: content.Window{From: due, To: due.Add(24 * time.Hour)}, Late: content.Late{Within: 4 * time.Hour},
		Targets: []content.Target{{Account: r.account, Platform: accounts.Weibo, Way: content.Share, Text: text + " https://" + r.seed.Apps[0].Domains[0] + "/" + id}}}
	_, err = r.Publishing.Save(r.as("officer"), publishing.SaveDraft{Post: id, Version: w.Version, Content: m})
	r.no(err)
}

func (r *register) submits(id string) {
	r.t.Helper()
	_, w, err := r.Publishing.Get(r.as("officer"), id)
	r.no(err)
	_, err = r.Publishing.Submit(r.as("officer"), publishing.SubmitPost{Post: id, Version: w.Version})
	r.no(err)
}

func (r *register) way(post string) delivery.Delivery {
	r.t.Helper()
	ds, err := r.Publishing.Deliveries.Of(r.as("officer"), post)
	r.no(err)
	if len(ds) != 1 {
		r.t.Fatalf("%d deliveries of %s", len(ds), post)
	}
	return ds[0]
}

// question is the one that a citizen asked, and its answer.
func (r *register) question() inbox.Detail {
	r.t.Helper()
	page, err := r.Inbox.Page(r.as("answerer"), inbox.Filter{View: inbox.ViewAll, Now: r.Clock.Now(), Limit: 10})
	r.no(err)
	d, err := r.Inbox.Get(r.as("answerer"), page[0].ID)
	r.no(err)
	return d
}

// answers has the one question answered, and the answer handed in.
func (r *register) answers(text string) {
	r.t.Helper()
	q := r.question().Question
	r.no(r.Inbox.Claim(r.as("answerer"), q.ID))
	a, err := r.Inbox.Save(r.as("answerer"), inbox.SaveAnswer{ID: "answer", Question: q.ID, Text: text})
	r.no(err)
	_, err = r.Inbox.Submit(r.as("answerer"), inbox.SubmitAnswer{Question: q.ID, Version: a.Version})
	r.no(err)
}

// public counts what the platform's own records have with a text: posts, and replies under their comments.
func (r *register) public(text string) (posts, replies int) {
	r.t.Helper()
	all, err := r.control.Records(r.t.Context())
	r.no(err)
	for _, p := range all.Posts {
		if strings.Contains(p.Text, text) {
			posts++
		}
		for _, c := range p.Comments {
			for _, a := range c.Answers() {
				if strings.Contains(a.Text, text) {
					replies++
				}
			}
		}
	}
	return posts, replies
}

// breaks destroys the data file of the closed house and puts the newest backup in its place.
func (r *register) breaks() {
	r.t.Helper()
	r.no(r.Close())
	file := filepath.Join(r.Dir, house.File)
	r.no(os.WriteFile(file, []byte("nothing that reads"), 0o600))
	r.no(os.RemoveAll(file + "-wal"))
	c, err := house.LastGood(r.t.Context(), r.Dir)
	r.no(err)
	aside, err := house.Restore(r.t.Context(), r.Dir, c, time.Now())
	r.no(err)
	if b, err := os.ReadFile(aside); err != nil || string(b) != "nothing that reads" {
		r.t.Errorf("the damaged file is not kept: %v", err)
	}
}

// opens opens the folder again, and starts.
func (r *register) opens() {
	r.t.Helper()
	r.opensWith(vault.DrillFile{Path: filepath.Join(r.Dir, "vault.key")})
}

// opensWith does it with the key where a source says, or with none.
func (r *register) opensWith(keys vault.Source) {
	r.t.Helper()
	outside, _, err := house.StandIns(r.t.Context(), r.control)
	r.no(err)
	r.House, err = house.Open(r.t.Context(), house.Options{Dir: r.Dir, Mode: house.Drill, Outside: outside, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Keys: keys})
	r.no(err)
	h := r.House
	r.t.Cleanup(func() { _ = h.Close() })
	r.t.Cleanup(h.Bus.Listen(func(topic, _ string) {
		select {
		case r.told <- topic:
		default:
		}
	}))
	r.no(h.Start(r.t.Context()))
}

const (
	heating = "今冬供暖十五日开始"
	market  = "早市搬到河东路"
	reply   = "供暖从十五日开始，先供学校和医院。"
)

// The backup of the morning holds a post due at noon and an answer that is ready. Both go out, the file breaks, the backup
// is put back: what the public sees must stay one of each.
func TestARestoredBackupSendsNothingTwice(t *testing.T) {
	r := newRegister(t)
	r.bind()
	r.asked("供暖从哪天开始？")
	r.no(r.Advance(t.Context(), time.Hour))
	r.collects("供暖从哪天开始？")
	r.answers(reply)
	soon := r.approved("p1", heating, 30*time.Minute)
	later := r.approved("p2", market, 3*time.Hour)
	r.Runner.Stop()
	r.passes("answer", "answer")
	if s := r.question().Answer.State; s != inbox.Ready || soon.State != delivery.Armed || later.State != delivery.Armed {
		t.Fatalf("%s, %s, %s: nothing is ready to go", s, soon.State, later.State)
	}
	if _, err := r.BackUp(r.as("admin")); err != nil {
		t.Fatal(err)
	}
	r.no(r.Runner.Start(t.Context(), true))
	r.no(r.Advance(t.Context(), 31*time.Minute))
	r.waits("the first post", func() bool { return r.way("p1").State == delivery.Out })
	r.waits("the answer", func() bool { return r.question().Answer.State == inbox.Delivered })

	r.breaks()
	r.opens()
	if d := r.way("p2"); d.State != delivery.Held || !strings.Contains(d.Note, "备份") {
		t.Errorf("what is due later is %s: %s", d.State, d.Note)
	}
	r.no(r.Advance(t.Context(), 11*time.Minute))
	r.waits("the first post is found", func() bool { return r.way("p1").State == delivery.Out })
	r.waits("the answer is found", func() bool { return r.question().Answer.State == inbox.Delivered })
	r.no(r.Advance(t.Context(), 3*time.Hour))
	r.no(r.Publishing.Deliveries.Rearm(r.as("officer"), later.ID))
	r.waits("the later post", func() bool { return r.way("p2").State == delivery.Out })

	for _, text := range []string{heating, market} {
		if n, _ := r.public(text); n != 1 {
			t.Errorf("%s is out %d times", text, n)
		}
	}
	if _, n := r.public(reply); n != 1 {
		t.Errorf("the citizen was answered %d times", n)
	}
	if _, err := r.Verify(r.as("admin")); err != nil {
		t.Error(err)
	}
}

// The backup has one post as a draft and one in review. Both are approved and go out, the file breaks, the backup is put
// back, and people who know of nothing approve them again; a third is written only then.
func TestWhatARestoredBackupHasApprovedAgainIsLookedForBeforeItGoes(t *testing.T) {
	r := newRegister(t)
	r.bind()
	r.writes("p1", heating, 30*time.Minute)
	r.writes("p2", market, 30*time.Minute)
	r.submits("p2")
	_, err := r.BackUp(r.as("admin"))
	r.no(err)
	r.submits("p1")
	r.passes("post", "p1")
	r.passes("post", "p2")
	r.no(r.Advance(t.Context(), 31*time.Minute))
	r.waits("both are out", func() bool { return r.way("p1").State == delivery.Out && r.way("p2").State == delivery.Out })

	r.breaks()
	r.opens()
	r.writes("p1", heating, time.Minute)
	r.submits("p1")
	r.passes("post", "p1")
	r.passes("post", "p2")
	r.no(r.Advance(t.Context(), 2*time.Minute))
	r.waits("both are found", func() bool {
		for _, id := range []string{"p1", "p2"} {
			if d := r.way(id); d.State == delivery.Held {
				r.no(r.Publishing.Deliveries.Rearm(r.as("officer"), d.ID))
			}
		}
		return r.way("p1").State == delivery.Out && r.way("p2").State == delivery.Out
	})
	r.approved("p3", "早市开张", time.Minute)
	r.no(r.Advance(t.Context(), 2*time.Minute))
	r.waits("the new post", func() bool { return r.way("p3").State == delivery.Out })
	for _, text := range []string{heating, market, "早市开张"} {
		if n, _ := r.public(text); n != 1 {
			t.Errorf("%s is out %d times", text, n)
		}
	}
}

// What did not go out before the file broke goes out by a person's word, once.
func TestWhatARestoredBackupHoldsBackAPersonReleases(t *testing.T) {
	r := newRegister(t)
	r.bind()
	d := r.approved("p1", heating, 30*time.Minute)
	if _, err := r.BackUp(r.as("admin")); err != nil {
		t.Fatal(err)
	}
	r.breaks()
	r.no(r.control.Advance(t.Context(), time.Hour))
	r.opens()
	if d := r.way("p1"); d.State != delivery.Unknown {
		t.Fatalf("what was due is %s: %s", d.State, d.Note)
	}
	r.no(r.Advance(t.Context(), 11*time.Minute))
	r.waits("the account was looked at", func() bool { return !r.way("p1").Absent.IsZero() })
	r.no(r.Publishing.Deliveries.Release(r.as("officer"), delivery.PersonSays{Delivery: d.ID, Version: r.way("p1").Version, Why: "后台没有"}))
	r.waits("it is out", func() bool { return r.way("p1").State == delivery.Out })
	if n, _ := r.public(heating); n != 1 {
		t.Errorf("out %d times", n)
	}
}

// A person who copies a backup over the data file by hand has restored it, too; the second start holds nothing back.
func TestABackupThatIsCopiedByHandOpensPausedOnce(t *testing.T) {
	r := newRegister(t)
	r.bind()
	d := r.approved("p1", heating, 30*time.Minute)
	c, err := r.BackUp(r.as("admin"))
	r.no(err)
	r.no(r.Close())
	b, err := os.ReadFile(c.Path)
	r.no(err)
	r.no(os.WriteFile(filepath.Join(r.Dir, house.File), b, 0o600))
	r.opens()
	if d := r.way("p1"); d.State != delivery.Held {
		t.Fatalf("it opens %s", d.State)
	}
	r.no(r.Publishing.Deliveries.Rearm(r.as("officer"), d.ID))
	r.no(r.Close())
	r.opens()
	if d := r.way("p1"); d.State != delivery.Armed {
		t.Errorf("the second start holds it again: %s %s", d.State, d.Note)
	}
}

// An ordinary start after an ordinary day pauses nothing, and a restore brings the pictures back.
func TestAnOrdinaryStartPausesNothingAndARestoreBringsPictures(t *testing.T) {
	r := newRegister(t)
	r.bind()
	r.approved("p1", heating, 30*time.Minute)
	r.no(r.Close())
	r.opens()
	if d := r.way("p1"); d.State != delivery.Armed {
		t.Errorf("an ordinary start leaves %s", d.State)
	}
	hash, _, err := r.Media.Put(t.Context(), strings.NewReader("a picture"), 100)
	r.no(err)
	if _, err := r.BackUp(r.as("admin")); err != nil {
		t.Fatal(err)
	}
	r.no(os.RemoveAll(filepath.Join(r.Dir, "media")))
	r.breaks()
	r.opens()
	if err := r.Media.Check(hash); err != nil {
		t.Error(err)
	}
}
