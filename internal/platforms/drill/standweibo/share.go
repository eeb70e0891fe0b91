package standweibo

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"image"
	_ "image/gif"  // the three kinds of picture that the platform takes
	_ "image/jpeg" // second of three
	_ "image/png"  // third of three
	"net"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"huiying/internal/platforms/drill/standweibo/book"
	"huiying/internal/platforms/drill/standweibo/text"
)

const maxPicture = 5 << 20

// share is POST /2/statuses/share.json, the one way out of ordinary apps (WB:2/statuses/share).
func (s *Server) share(c *call) answer {
	said := c.Get("status")
	switch {
	case !c.Has("status"):
		return s.refuse(c, 10016, "status")
	case strings.TrimSpace(said) == "":
		return s.refuse(c, 20008)
	case !utf8.ValidString(said):
		return s.refuse(c, 10008)
	case text.Units(said) > text.MaxUnits:
		return s.refuse(c, 20012)
	}
	if a, bad := s.badRIP(c, true); bad {
		return a
	}
	switch {
	case len(c.app.Domains) == 0:
		return s.refuseWith(c, 10017, "appkey not bind domain!")
	case !text.HasDomain(said, c.app.Domains):
		return s.refuseWith(c, 10017, "text not find domain!")
	case text.HasTopic(said):
		return s.refuse(c, 10017, "status", "text without #topic#", "#topic#")
	}
	picture, kind, code := s.picture(c)
	if code != 0 {
		return s.refuse(c, code)
	}
	if code := s.tooSoon(c, said); code != 0 {
		return s.refuse(c, code)
	}
	if picture != "" {
		if err := s.st.KeepPicture(picture, c.Files["pic"][0].Bytes); err != nil {
			return s.systemError(c)
		}
	}
	p := book.Post{ID: s.st.NextID(), UID: c.grant.UID, App: c.app.Key, Text: said, Picture: picture, PicType: kind, RIP: c.Get("rip"),
		At: c.now, Visible: c.now, TestOnly: !c.app.Reviewed, Mentions: s.st.Mentioned(said)}
	later, delayed := s.st.PlanFor("delay", c.Path, c.grant.UID)
	if delayed {
		p.Visible, p.Plan = c.now.Add(later.After), later.ID
	}
	if err := s.st.Commit(&book.Posted{Post: p}); err != nil {
		return s.systemError(c)
	}
	if delayed {
		return s.refuse(c, 20032) // an error body for what was accepted: visible in one or two minutes
	}
	return ok(s.view(c, false).Status(&p))
}

// badRIP checks the operator's address.
func (s *Server) badRIP(c *call, required bool) (answer, bool) {
	rip := c.Get("rip")
	switch {
	case rip == "" && required:
		return s.refuse(c, 10016, "rip"), true
	case rip == "":
		return answer{}, false
	case !outward(net.ParseIP(rip)), s.cfg.OperatorIP != "" && rip != s.cfg.OperatorIP:
		return s.refuse(c, 10017, "rip", "IP", "other"), true
	}
	return answer{}, false
}

// outward tells whether an address may be that of somebody outside: the real address is wanted, and one of a house's own net
// or of the machine itself is none.
func outward(ip net.IP) bool { return ip != nil && ip.IsGlobalUnicast() && !ip.IsPrivate() }

// picture looks at the bytes, not at the name: hash and kind, or the code to refuse with.
func (s *Server) picture(c *call) (hash, kind string, code int) {
	files := c.Files["pic"]
	switch {
	case len(files) == 0 && c.Has("pic"):
		return "", "", 20007 // sent as a field
	case len(files) == 0:
		return "", "", 0
	case len(files) > 1:
		return "", "", 10008
	case len(files[0].Bytes) >= maxPicture:
		return "", "", 20006
	}
	_, kind, err := image.DecodeConfig(bytes.NewReader(files[0].Bytes))
	if err != nil || !slices.Contains([]string{"jpeg", "gif", "png"}, kind) {
		return "", "", 20005
	}
	sum := sha256.Sum256(files[0].Bytes)
	return hex.EncodeToString(sum[:]), kind, 0
}

// tooSoon refuses what comes too often, and what says the same as the post before it.
func (s *Server) tooSoon(c *call, said string) int {
	hour := c.now.Add(-time.Hour)
	n, first := 0, true
	for _, p := range slices.Backward(s.st.Posts) {
		if p.UID != c.grant.UID {
			continue
		}
		if first && !p.Deleted {
			first = false
			if p.Text == said {
				return 20019
			}
			if text.Squeeze(p.Text) == text.Squeeze(said) {
				return 20017
			}
		}
		if p.App != "" && p.At.After(hour) {
			n++
		}
	}
	if n >= s.cfg.PostsHourly {
		return 20016
	}
	return 0
}
