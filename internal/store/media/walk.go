package media

import (
	"bytes"
	"encoding/binary"
)

// gifFrames counts the pictures of a GIF by walking its blocks, unpacking nothing.
func gifFrames(b []byte) int {
	if len(b) < 13 {
		return 0
	}
	at := 13 + table(b[10])
	frames := 0
	for at < len(b) {
		switch b[at] {
		case 0x2c: // image
			if at+10 > len(b) {
				return frames
			}
			frames++
			at = blocks(b, at+10+table(b[at+9])+1)
		case 0x21: // extension
			at = blocks(b, at+2)
		default: // 0x3b ends the file, anything else is no block
			return frames
		}
	}
	return frames
}

// table is the size of the colour table that a packed field announces.
func table(packed byte) int {
	if packed&0x80 == 0 {
		return 0
	}
	return 3 << (packed&7 + 1)
}

// blocks returns the place after a run of sub-blocks.
func blocks(b []byte, at int) int {
	for at < len(b) && b[at] != 0 {
		at += int(b[at]) + 1
	}
	return at + 1
}

// orientation returns how a JPEG wants to be turned, 1 (not at all) to 8, by its EXIF (tag 0x0112). Other kinds are not
// turned by what shows them.
func orientation(k Kind, b []byte) int {
	if k != JPEG {
		return 1
	}
	for at := 2; at+4 <= len(b) && b[at] == 0xff; {
		mark, size := b[at+1], int(binary.BigEndian.Uint16(b[at+2:]))
		if mark == 0xda || size < 2 || at+2+size > len(b) { // the picture itself begins
			return 1
		}
		body := b[at+4 : at+2+size]
		if tiff, ok := bytes.CutPrefix(body, []byte("Exif\x00\x00")); ok && mark == 0xe1 {
			return tiffOrientation(tiff)
		}
		at += 2 + size
	}
	return 1
}

func tiffOrientation(t []byte) int {
	if len(t) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.BigEndian
	if t[0] == 'I' {
		order = binary.LittleEndian
	}
	first := uint64(order.Uint32(t[4:]))
	if first+2 > uint64(len(t)) {
		return 1
	}
	entries := t[first+2:]
	for range order.Uint16(t[first:]) {
		if len(entries) < 12 {
			return 1
		}
		if order.Uint16(entries) == 0x0112 {
			if o := int(order.Uint16(entries[8:])); o >= 1 && o <= 8 {
				return o
			}
			return 1
		}
		entries = entries[12:]
	}
	return 1
}
