//go:build !race

package gallerytest

const racing = false
