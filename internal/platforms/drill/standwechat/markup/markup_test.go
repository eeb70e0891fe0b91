package markup

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestCleaned(t *testing.T) {
	known := func(src string) bool { return src == "k" }
	for in, want := range map[string]string{
		`<p class="a">一 &amp; <b>二</b></p>`: `<p class="a">一 &amp; <b>二</b></p>`,
		`a<script src="x">b</script>c`:      `ac`,
		`a<SCRIPT>b`:                        `a`,
		`<img src="k"><img src="u"><img>`:   `<img src="k">`,
		`<img data-src="k"/>`:               `<img data-src="k"/>`,
		`1 < 2`:                             `1 < 2`,
		`<p>未闭合 <a`:                         `<p>未闭合 <a`,
	} {
		if got := Cleaned(in, known); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}

func TestReading(t *testing.T) {
	content := "<p>一&lt;二</p>\n<p>三</p><img src=a><img data-src='b'/>"
	if got := PlainText(content); got != "一<二 三" {
		t.Errorf("%q", got)
	}
	if got := Sources(content); !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("%q", got)
	}
	if First("水利局", 2) != "水利" || First("水", 2) != "水" {
		t.Error("first")
	}
}

func TestPicturesAreKeptOnce(t *testing.T) {
	dir := t.TempDir()
	for range 2 {
		if err := Keep(dir, "hash", []byte("bytes")); err != nil {
			t.Fatal(err)
		}
	}
	b, err := os.ReadFile(filepath.Join(dir, "hash"))
	left, _ := os.ReadDir(dir)
	if err != nil || string(b) != "bytes" || len(left) != 1 {
		t.Errorf("%v %q %d files", err, b, len(left))
	}
	if Keep(filepath.Join(dir, "none"), "hash", nil) == nil {
		t.Error("kept in a folder that does not exist")
	}
	if KindOf([]byte("GIF89a")) != "" || KindOf([]byte("\x89PNG\r\n\x1a\n")) != "" || KindOf(nil) != "" {
		t.Error("a head is no picture")
	}
}

func TestFieldsOfAnArticle(t *testing.T) {
	for s, want := range map[string]bool{"http://a/": true, "https://a.cn/?b=1": true, "": false, "a.cn": false, "ftp://a": false, "javascript:1": false, "http://": false, "http://[": false} {
		if WebAddress(s) != want {
			t.Errorf("address %q: %v", s, !want)
		}
	}
	for s, want := range map[string]bool{"": true, "0_0_1_1": true, "0.1_0_0.9_1.000000": true, "0_0_1": false, "0_0_1_1_1": false, "0.5_0_0.5_1": false,
		"0_0_1.1_1": false, "a_0_1_1": false, "0.1234567_0_1_1": false, "-0_0_1_1": false, "0_1_1_0": false} {
		if CropOK(s) != want {
			t.Errorf("crop %q: %v", s, !want)
		}
	}
}
