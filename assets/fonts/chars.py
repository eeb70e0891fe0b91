"""Prints the code points that the program's fonts hold, one U+XXXX a line.

The rule: everything GBK (code page 936) can write, which holds all of GB2312; the CJK characters of the standard's list
for general use (通用规范汉字表, 8,105) that GBK lacks; ASCII and Latin-1; and the signs that the screens draw.
"""


def gbk():
    for high in range(0x81, 0xFF):
        for low in range(0x40, 0xFF):
            if low == 0x7F:
                continue
            try:
                text = bytes((high, low)).decode("gbk")
            except UnicodeDecodeError:
                continue
            # Code points for private use are nobody's characters.
            if len(text) == 1 and not 0xE000 <= ord(text) <= 0xF8FF:
                yield ord(text)


# What the list of general use has beyond GBK. A range costs only the glyphs that the font has in it: above U+20000 those
# are the characters of the list and few others, so the ranges are asked for whole; extension A is asked for by name.
RANGES = [(0x9FA6, 0x9FFF), (0x20000, 0x2EBEF)]
EXTENSION_A = (
    "㑇㑊㕮㘎㙍㙘㙦㛃㛚㛹㟃㠇㠓㤘㥄㧐㧑㧟㫰㬊㬎㬚㭎㭕㮾㰀㳇㳘㳚㴔㵐㶲㸆㸌㺄㻬㽏㿠䁖䂮䃅䃎䅟䌹䎃䎖䏝䏡䏲䐃"
    "䓖䓛䓨䓫䓬䗖䗛䗪䗴䜣䝙䢺䢼䣘䥽䦃䲟䲠䲢䴓䴔䴕䴖䴗䴘䴙䶮"
)

# Signs that the screens draw: arrows, circled numbers, dots, ticks, fractions and money.
SIGNS = "←↑→↓↔⇧⌘①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳●○◎■□▲△▼▽★☆✓✕✔✖…‥—–―‘’“”·•×÷±≤≥≠≈∞℃％‰°¥￥€£©®™§†‡№「」『』〔〕【】〖〗《》〈〉\u3000\u00a0"


def main():
    points = set(range(0x20, 0x7F)) | set(range(0xA0, 0x100)) | set(range(0xFF01, 0xFF5F))
    points |= set(range(0x3000, 0x3040)) | set(range(0x2010, 0x2028))
    points |= set(gbk()) | {ord(c) for c in SIGNS}
    points |= {ord(c) for c in EXTENSION_A}
    for first, last in RANGES:
        points |= set(range(first, last + 1))
    for p in sorted(points):
        print(f"U+{p:04X}")


main()
