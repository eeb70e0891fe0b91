// Package assets holds the data that is built into the program: the two fonts, the icons and the list of words. It is go:embed and nothing
// else: no code that works with the data, no state. Whoever uses a file says what it means.
package assets

import "embed"

// FontRegular is Noto Sans SC Regular, subset by fonts/subset.sh (OFL-1.1, fonts/OFL.txt).
//
//go:embed fonts/NotoSansSC-Regular.ttf
var FontRegular []byte

// FontBold is Noto Sans SC Bold, subset in the same way.
//
//go:embed fonts/NotoSansSC-Bold.ttf
var FontBold []byte

// Icons are the icons of the screens, icons/NAME.svg: 24 × 24, one colour (#000000), to be tinted by the theme. box1
// alone also has a second colour, #ffffff, for the tick inside the filled box.
//
//go:embed icons/*.svg
var Icons embed.FS

// AppIcon is the picture of the program for windows, the tray and packages, 512 × 512.
//
//go:embed Icon.png
var AppIcon []byte

// FontLicence is the licence under which the fonts may be passed on; it is shown in the settings.
//
//go:embed fonts/OFL.txt
var FontLicence string

// Words is the list of Chinese words, made by words/list.sh out of jieba's dictionary (MIT, words/LICENCE.txt) and of what
// offices write (words/office.txt). One line a word, in the order of its bytes: the word and, as a character, its cost,
// which is -ln of its share of all text in sevenths.
//
//go:embed words/words.txt
var Words string

// MixedWords are words in which Chinese meets letters or signs, one line each: 互联网+, T恤.
//
//go:embed words/mixed.txt
var MixedWords string

// WordsLicence is the licence under which the list of words may be passed on.
//
//go:embed words/LICENCE.txt
var WordsLicence string
