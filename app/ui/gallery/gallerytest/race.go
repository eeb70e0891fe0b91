//go:build race

package gallerytest

const racing = true
