package markup

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

// WebAddress tells whether a text is an address that a browser opens.
func WebAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

// CropOK takes "X1_Y1_X2_Y2", each from 0 to 1 with at most six decimals.
func CropOK(s string) bool {
	if s == "" {
		return true
	}
	parts := strings.Split(s, "_")
	number := regexp.MustCompile(`^(0(\.\d{1,6})?|1(\.0{1,6})?)$`)
	v := make([]float64, 4)
	for i, p := range parts {
		if i > 3 || !number.MatchString(p) {
			return false
		}
		v[i], _ = strconv.ParseFloat(p, 64)
	}
	return len(parts) == 4 && v[0] < v[2] && v[1] < v[3]
}
