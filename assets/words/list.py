"""Prints the list of words: list.py DICTIONARY OFFICE. One line a word: the word, and one character that is its cost.

DICTIONARY is jieba's (word, frequency, kind of word, a line each), OFFICE the words that offices write. The cost of a
word is -ln(its share of the text) in units of a seventh, so that it is a printable character: the cheaper the more
common. What stands in the list and what not is this file's rule, so that anybody can make the same list again.
"""

import math
import re
import sys

UNIT = 7
CHEAPEST = 33
UNKNOWN = 126  # of a single character that is not in the list; the package that searches the list knows it as well
LONGEST = 8
# An office's word is at least this common, whatever the dictionary says: once in 600,000 words, with a * in 20,000.
OFFICE = 93
COMMON = 69

HAN = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]+")
NUMERALS = re.compile("[〇零一二三四五六七八九十百千万亿两]+")
ABLE = re.compile(".[不得].")  # 打不开, 看得清
PLACE = re.compile("..?.?[省市县区州盟旗镇乡村]|.+自治[县州区旗]")

# The least frequency by the number of characters: the longer a word, the better its parts stand for it.
LEAST = {1: 10, 2: 8, 3: 12, 4: 10, 5: 40, 6: 40, 7: 200, 8: 200}


def wanted(word, frequency, kind):
    if not HAN.fullmatch(word) or len(word) > LONGEST:
        return False
    if kind == "ns" and PLACE.fullmatch(word):
        return frequency >= 3  # an office writes the names of its county, however small
    if kind == "m" and NUMERALS.fullmatch(word):
        return frequency >= 3
    if kind == "m" and len(word) > 2:
        return frequency >= 50  # 三百多里: how many of what, as chance had it
    if kind in ("nr", "nrt"):
        return frequency >= (15 if len(word) == 2 else 100)  # persons, many of them out of novels
    if ABLE.fullmatch(word):
        return frequency >= 3
    return frequency >= LEAST[len(word)]


def cheapest(word, costs):
    """What it costs to put the word together out of shorter ones."""
    best = [0] + [math.inf] * len(word)
    for end in range(1, len(word) + 1):
        for start in range(end):
            part = word[start:end]
            if part != word and (part in costs or len(part) == 1):
                best[end] = min(best[end], best[start] + costs.get(part, UNKNOWN))
    return best[-1]


def main():
    dictionary, office = sys.argv[1:]
    with open(dictionary, encoding="utf-8") as f:
        rows = [line.split() for line in f]
    total = sum(int(row[1]) for row in rows)
    costs = {}
    everything = {}
    for word, frequency, kind in rows:
        cost = round(UNIT * math.log(total / int(frequency)))
        everything[word] = cost
        if wanted(word, int(frequency), kind):
            costs[word] = cost
    with open(office, encoding="utf-8") as f:
        extra = [word for line in f for word in line.split("#")[0].split()]
    for entry in sorted(extra, key=lambda word: (len(word), word)):
        word = entry.removesuffix("*")
        if not HAN.fullmatch(word) or not 1 < len(word) <= LONGEST:
            sys.exit(f"{office}: {word} is no word for this list")
        least = OFFICE if word == entry else COMMON
        costs[word] = min(everything.get(word, least), least, cheapest(word, costs) - 1)
    for word in sorted(costs):
        print(word + chr(min(max(costs[word], CHEAPEST), UNKNOWN - 1)))


main()
