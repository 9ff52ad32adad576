"""Likely typing errors, found by holding wordings of the plan against each other, never against a list.

A slip of the pinyin keyboard gives words that sound alike or begin with the same letters (政策 and 正常). A
wording is doubted when its twin elsewhere differs only so, and the rest of the plan speaks for the twin.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import Any, NamedTuple

from rapidfuzz.distance import Indel

from tracker.pinyin import sounds_like, syllables
from tracker.plan.checks.keystrokes import Neighbours, Slip, keystroke_slip, one_stroke
from tracker.plan.checks.wording import place, plain
from tracker.plan.findings import finding
from tracker.plan.model import Finding, Indicator, Plan

_FILLERS = frozenset("的了各等性")
_LONGEST_SLIP = 4
_SHORTEST = 5
_ENDING = 3
_OFTEN = 4
"""An ending that so many different texts have is a word of the plan's own."""
_SENTENCE = re.compile("[，。；、：,;:“”]")


def check_typos(plan: Plan) -> Iterator[Finding]:
    """Wordings that are probably mistyped."""
    texts = _texts(plan)
    spoken = _Spoken(texts)
    neighbours = Neighbours(_wordings(plan))
    seen: set[tuple[str, str]] = set()
    for indicator, text in texts:
        slip = (
            _slip_of(text, spoken)
            or _sounding_slip(text, spoken)
            or _sounding_ending(text, spoken)
            or keystroke_slip(text, neighbours)
        )
        if slip is None or (indicator.code, slip.wrong) in seen:
            continue
        seen.add((indicator.code, slip.wrong))
        yield finding(
            "probable_typo",
            "typo",
            "note",
            f"“{text}”中的“{slip.wrong}”疑为“{slip.right}”之误。",
            f"“{slip.wrong}” in “{text}” is probably a slip for “{slip.right}”.",
            place(indicator),
        )
    yield from _unlike_twins(plan, {code for code, _ in seen})


def _unlike_twins(plan: Plan, doubted: set[str]) -> Iterator[Finding]:
    """Rows that agree in name or definition and differ by one stroke in the other, where nothing says which is right."""
    rows = [indicator for indicator in plan.indicators() if indicator.code not in doubted]
    for same, other in (("level3", "definition"), ("definition", "level3")):
        groups: defaultdict[str, dict[str, Indicator]] = defaultdict(dict)
        for indicator in rows:
            groups[plain(getattr(indicator, same))].setdefault(plain(getattr(indicator, other)), indicator)
        for group in groups.values():
            for (one, first), (two, second) in combinations(group.items(), 2):
                if one_stroke(one, two):
                    yield finding(
                        "probable_typo",
                        "typo",
                        "note",
                        f"{first.code}的“{one}”与{second.code}的“{two}”只差一两个字，疑有一处误写；应一致。",
                        f"“{one}” ({first.code}) and “{two}” ({second.code}) differ by one stroke; one is probably "
                        "mistyped and they should agree.",
                        place(first),
                        place(second),
                    )


def _texts(plan: Plan) -> list[tuple[Indicator, str]]:
    found = []
    for indicator in plan.indicators():
        for text in (indicator.level3, indicator.definition, indicator.target.text or ""):
            if len(plain(text)) >= _SHORTEST:
                found.append((indicator, plain(text)))
    return found


def _wordings(plan: Plan) -> Iterator[str]:
    """All that the plan says, short names and goals as well."""
    for project in plan.projects:
        yield from (plain(part) for part in _SENTENCE.split(project.goal))
        yield plain(project.name or "")
    for indicator in plan.indicators():
        yield plain(indicator.level3)
        yield plain(indicator.definition)
        yield plain(indicator.target.text or "")


class _Spoken:
    """How often the plan says something."""

    def __init__(self, texts: list[tuple[Indicator, str]]) -> None:
        self.texts = Counter(text for _, text in texts)
        self.windows: Counter[str] = Counter()
        for text, count in self.texts.items():
            for size in range(2, 8):
                for at in range(len(text) - size + 1):
                    self.windows[text[at : at + size]] += count

        self.endings = Counter(text[-_ENDING:] for text in self.texts)
        self.frames: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for window in self.windows:
            if len(window) == 5:
                self.frames[window[:2], window[3:]].append(window)

    def count(self, words: str) -> int:
        """How often these two to seven characters stand in a text."""
        return self.windows[words] if 2 <= len(words) <= 7 else 0

    def framed(self, window: str) -> list[tuple[str, int]]:
        """The other five-character words with the same two characters at either end."""
        return [(w, self.windows[w]) for w in self.frames[window[:2], window[3:]] if w != window]


def _slip_of(text: str, spoken: _Spoken) -> Slip | None:
    """A twin of the text that differs in one short place where the plan speaks for the twin."""
    for twin in spoken.texts:
        if twin == text or abs(len(twin) - len(text)) > 4 or Indel.normalized_similarity(text, twin) < 0.8:
            continue
        for change in _replacements(text, twin):
            if change.supported(spoken) and _sounds_alike(change, exactly=change.at_edge):
                return Slip(change.wrong, change.right)
    return None


class _Change(NamedTuple):
    """A place where a text has other words than its twin, and what stands around it."""

    wrong: str
    right: str
    before: str
    after: str

    @property
    def at_edge(self) -> bool:
        """Whether the place is at the text's start or end, so that little around it speaks for either wording."""
        return not self.before or not self.after

    def supported(self, spoken: _Spoken) -> bool:
        """Whether the rest of the plan speaks for the twin: its words stand beside these neighbours more often."""
        enough = 3 if len(self.wrong) == 1 else 1
        return self._weight(self.right, spoken) > enough * self._weight(self.wrong, spoken)

    def _weight(self, words: str, spoken: _Spoken) -> int:
        left = spoken.count(self.before + words) if self.before else 0
        right = spoken.count(words + self.after) if self.after else 0
        return left + right


def _replacements(text: str, twin: str) -> Iterator[_Change]:
    """Places where one text has other words than its twin."""
    for start, end, twin_start, twin_end in _merged(Indel.opcodes(text, twin)):
        wrong, right = text[start:end], twin[twin_start:twin_end]
        if wrong and right and max(len(wrong), len(right)) <= _LONGEST_SLIP:
            yield _Change(wrong, right, text[max(0, start - 2) : start], text[end : end + 2])


def _merged(blocks: Any) -> list[tuple[int, int, int, int]]:
    """Deletions and insertions at one place as one replacement, also over a single equal character between."""
    merged: list[list[int]] = []
    for block in blocks:
        if block.tag == "equal":
            continue
        span = [block.src_start, block.src_end, block.dest_start, block.dest_end]
        if merged and span[0] - merged[-1][1] <= 1 and span[2] - merged[-1][3] <= 1:
            merged[-1][1], merged[-1][3] = span[1], span[3]
        else:
            merged.append(span)
    return [(a, b, c, d) for a, b, c, d in merged]


def _sounding_slip(text: str, spoken: _Spoken) -> Slip | None:
    """One character that sounds like another, inside words the plan writes more often with the other."""
    for at in range(2, len(text) - 2):
        window = text[at - 2 : at + 3]
        for words, count in spoken.framed(window):
            if count > spoken.count(window) and sounds_like(text[at], words[2]):
                return Slip(text[at - 1 : at + 2], words[1:4])
    return None


def _sounding_ending(text: str, spoken: _Spoken) -> Slip | None:
    """An ending no other text has, that is read like one many have: 处理急时率 beside 发放及时率, 完成及时率 ..."""
    ending = text[-_ENDING:]
    if spoken.count(ending) > 1:
        return None
    for common, count in spoken.endings.items():
        unlike = sum(map(str.__ne__, common, ending))
        if count >= _OFTEN and unlike == 1 and sounds_like(common, ending):
            return Slip(ending, common)
    return None


def _sounds_alike(change: _Change, *, exactly: bool) -> bool:
    """Whether a slip on a pinyin keyboard can give one for the other."""
    wrong, right = change.wrong, change.right
    if wrong.isascii() or right.isascii() or set(wrong) <= _FILLERS or set(right) <= _FILLERS:
        return False
    if sounds_like(wrong, right) or exactly:
        return sounds_like(wrong, right)
    first, second = syllables(wrong), syllables(right)
    whole, twin = "".join(first), "".join(second)
    if min(len(whole), len(twin)) >= 5 and (whole.startswith(twin) or twin.startswith(whole)):
        return True
    same_letters = [syllable[0] for syllable in first] == [syllable[0] for syllable in second]
    return len(wrong) == len(right) and same_letters
