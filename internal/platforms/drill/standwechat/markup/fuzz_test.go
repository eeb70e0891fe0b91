package markup

import (
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// FuzzMarkup holds that no script and no foreign picture gets through whatever people write, that cleaning twice is cleaning
// once, and that the readers of a text end.
func FuzzMarkup(f *testing.F) {
	for _, s := range []string{"", "<p>一&amp;二</p>", "<script>x</script>", "<SCRIPT", "<img src=k><img src='u'>", "<img", "<scr<script>ipt>", "<style><script></style>",
		"<textarea><script>", "<!--<script>-->", "</script>", "<svg><script/>", "0_0_1_1", "GIF89a\x01\x00\x01\x00", "http://[::1", "\x00<a\xff>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, content string) {
		known := func(src string) bool { return src == "k" }
		clean := Cleaned(content, known)
		for z := html.NewTokenizer(strings.NewReader(clean)); ; {
			kind := z.Next()
			if kind == html.ErrorToken {
				break
			}
			k := z.Token()
			if (kind == html.StartTagToken || kind == html.SelfClosingTagToken) && (k.Data == "script" || k.Data == "img" && source(k) != "k") {
				t.Errorf("%q still holds %q", clean, k.Data)
			}
		}
		if again := Cleaned(clean, known); again != clean {
			t.Errorf("%q, cleaned again, is %q", clean, again)
		}
		if len(clean) > len(content) {
			t.Errorf("%q grew to %q", content, clean)
		}
		for _, src := range Sources(clean) {
			if src != "k" {
				t.Errorf("%q shows %q", clean, src)
			}
		}
		_, _, _, _ = PlainText(content), WebAddress(content), CropOK(content), KindOf([]byte(content))
	})
}
