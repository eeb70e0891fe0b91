package arrows

// Arrow is one thing that a room may import, or may not, and why.
type Arrow struct {
	To  string // a pattern, see match; or one of the words Std, Outside and Own
	Why string
}

// The words that stand for many packages in an Arrow.
const (
	Std     = "std"     // any package of the standard library
	Outside = "outside" // any package of another module that no Bar forbids
	Own     = "own"     // any package of this module
)

// Room is a closed list for some packages: what stands neither in May nor behind one of its words is forbidden, and Not
// takes single packages out again. Imports of tests are free; they may set up a real database or a stand-in.
type Room struct {
	In   []string
	What string
	May  []Arrow
	Not  []Arrow
}

// Bar forbids an import to everybody but the rooms in But. A deep bar forbids reaching it through others as well.
type Bar struct {
	To    []string
	But   []string
	Deep  bool
	Tests bool // tests are barred too
	Why   string
}

func leaves() []Arrow {
	return []Arrow{
		{"internal/unit", "what is written together commits together"},
		{"internal/wake", "every future act is a row written in the unit that causes it"},
		{"internal/ledger", "intent before an outside change, outcome after it"},
		{"internal/people", "permission is the first line of each service method"},
		{"internal/trail", "what matters is on the record"},
		{"internal/workdays", "deadlines are counted in working days"},
		{"internal/problem", "an error has a kind for machines and words for people"},
	}
}

func desks() []Arrow {
	return []Arrow{
		{"accounts/...", "the code around a desk satisfies its interfaces"},
		{"publishing/...", "the code around a desk satisfies its interfaces"},
		{"review/...", "the code around a desk satisfies its interfaces"},
		{"inbox/...", "the code around a desk satisfies its interfaces"},
	}
}

func pure() []Arrow {
	return []Arrow{
		{Std, "the centre needs little more than the language"},
		{"github.com/google/uuid", "ids are made by the client"},
		{"github.com/emmansun/gmsm/sm3", "fingerprints and seals are SM3; a hash reaches nothing outside"},
	}
}

// quiet is what the pure rooms leave to others, although it is in the standard library.
func quiet() []Arrow {
	return []Arrow{
		{"database/...", "SQL stands behind the Store interface"},
		{"net", "the network stands behind the platform interfaces"},
		{"net/http/...", "the network stands behind the platform interfaces"},
		{"net/rpc/...", "the network stands behind the platform interfaces"},
		{"net/smtp", "the network stands behind the platform interfaces"},
		{"os/exec", "other programs are started by the wiring"},
		{"plugin", "nothing is loaded at run time"},
	}
}

func with(lists ...[]Arrow) []Arrow {
	var all []Arrow
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}

// Rooms is the layout of the house. A package takes the first room that it matches; one that matches none has no place
// yet and must be given one here.
func Rooms() []Room {
	register := []Arrow{{"accounts/...", "a post and a question belong to an account of the register"}}
	text := []Arrow{{"internal/words", "a double-click, a caret and a comparison of two texts see the same words"}}
	outside := []Arrow{{Outside, "this is where another module is spoken to; the bars say which"}}
	std := []Arrow{{Std, "the language"}}
	return []Room{
		{In: []string{"accounts/..."}, What: "desk: the register", Not: quiet(),
			May: with(pure(), leaves(), []Arrow{{"accounts/...", "its own parts"}})},
		{In: []string{"publishing/..."}, What: "desk: posts and deliveries", Not: quiet(),
			May: with(pure(), leaves(), register, text, []Arrow{{"publishing/...", "its own parts"}})},
		{In: []string{"review/..."}, What: "desk: approval; it signs subjects and knows no other desk", Not: quiet(),
			May: with(pure(), leaves(), []Arrow{{"review/...", "its own parts"}})},
		{In: []string{"inbox/..."}, What: "desk: questions and answers", Not: quiet(),
			May: with(pure(), leaves(), register, []Arrow{{"inbox/...", "its own parts"}})},

		{In: []string{"internal/problem"}, What: "leaf: errors; everybody imports it, so it imports nobody", Not: quiet(), May: std},
		{In: []string{"internal/unit", "internal/wake", "internal/ledger", "internal/people", "internal/trail", "internal/workdays"},
			What: "leaf under the desks", Not: quiet(),
			May: with(pure(), []Arrow{
				{"internal/people", "the actor in the context"},
				{"internal/problem", "errors"},
				{"internal/unit", "what a leaf writes joins the unit of its caller"},
			})},
		{In: []string{"internal/words"}, What: "leaf: the words of Chinese text; it knows its list and nobody", Not: quiet(),
			May: with(std, []Arrow{{"assets", "the list of words"}})},

		{In: []string{"internal/platforms/drill/..."}, What: "stand-ins of the platforms",
			May: with(std, outside, []Arrow{
				{"internal/platforms/drill/...", "its own parts; no client and no desk, so that a misreading cannot agree with itself"},
				{"internal/problem", "errors"},
			})},
		{In: []string{"internal/platforms/platformtest/..."}, What: "the promises of a platform",
			May: with(std, outside, desks(), leaves(), []Arrow{{"internal/platforms/...", "it tries clients against stand-ins"}})},
		{In: []string{"internal/platforms/..."}, What: "clients of the platforms",
			May: with(std, outside, desks(), leaves(), []Arrow{{"internal/platforms/...", "what clients have in common"}}),
			Not: []Arrow{
				{"internal/platforms/drill/...", "a client speaks to the address it is given and never learns that it is a drill"},
				{"internal/platforms/platformtest/...", "only tests run the promises"},
			}},
		{In: []string{"internal/store/..."}, What: "the databases",
			May: with(std, outside, desks(), leaves(), []Arrow{{"internal/store/...", "one body of SQL, two databases"}})},
		{In: []string{"internal/vault/..."}, What: "secrets at rest", Not: quiet(), May: with(std, outside, leaves(), []Arrow{{"internal/vault/...", "its own parts"}})},
		{In: []string{"internal/arrows"}, What: "this gate", May: std},
		{In: []string{"assets/..."}, What: "data only", Not: quiet(), May: with(std, []Arrow{{"assets/...", "its own parts"}})},

		{In: []string{"app/ui/typing/methods/daemontest"}, What: "stands for the daemons of input methods, in tests",
			May: with(std, outside)},
		{In: []string{"app/ui/..."}, What: "screens", Not: quiet(),
			May: with(std, outside, desks(), leaves(), text, []Arrow{
				{"app/ui/...", "its own parts"},
				{"assets/...", "fonts, icons, words"},
			})},
		{In: []string{"app/api/...", "app/server/...", "app/remote/..."}, What: "the wire of the team mode",
			May: with(std, outside, desks(), leaves(), []Arrow{{"app/api/...", "both ends share the wire's words"}})},
		{In: []string{"main"}, What: "the program's first line",
			May: with(std, []Arrow{
				{"app/desktop/...", "main only starts it"},
				{"internal/problem", "errors"},
				{"fyne.io/fyne/v2/...", "the fyne tool expects the application beside FyneApp.toml"},
			})},
		{In: []string{"app/house/...", "app/day/..."}, What: "wiring that the window and the terminal share",
			May: with(std, outside, []Arrow{{Own, "it ties the rooms together"}}),
			Not: []Arrow{
				{"app/ui/...", "what is wired is also run without any screen"},
				{"app/desktop/...", "the programs stand on it, not the other way round"},
				{"app/terminal/...", "the programs stand on it, not the other way round"},
			}},
		{In: []string{"app/desktop/...", "app/terminal/...", "app/daemon/...", "app/upkeep"}, What: "wiring",
			May: with(std, outside, []Arrow{{Own, "wiring ties everything; the bars say what each program must not reach"}})},
	}
}
