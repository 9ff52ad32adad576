"""Slips of the keys: two characters swapped, one struck twice, left out, or replaced by one that looks alike.

A wording is doubted only where its own neighbouring characters stand together nowhere else in the plan, while
those of a wording one stroke away do. Characters that make series or opposites (上 and 下, 男 and 女, 县 and 乡)
are never slips for each other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rapidfuzz.distance import OSA

_SERIES_WORDS = """
上下左右前后内外东西南北中 男女 新旧老 增减升降加 一二三四五六七八九十两首末
县乡镇村市省州区国街城农 初高中小大幼 春夏秋冬 甲乙丙丁 早晚午夜 进出入 收支 有无未不非已
多少 年月日周季 水电气热暖 公私民 双单 正副 长短 冷热 好坏优良差 人次户件个家名 医药护
师生 林草农牧渔 率数量额度 主次 远近 深浅 粗细 购租 新改扩续 教学
"""
_SERIES = tuple(_SERIES_WORDS.split())
_OPTIONAL = frozenset("中内的了各等性之所总数量额费金款率度员人及和与或年月在对已应实全均每")
_REDUPLICATED = frozenset("人天年月日户村处时事个层常多好早渐家双一件条环项步代样种刚往仅")
_SHORTEST = 5
_BOUND = 3


class Slip(NamedTuple):
    """Words that are probably wrong, and what was probably meant."""

    wrong: str
    right: str


class Neighbours:
    """Which characters of a plan's texts stand beside each other, and how often."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.texts = Counter(texts)
        self.pairs: Counter[str] = Counter()
        self.triples: Counter[str] = Counter()
        self.lengths: defaultdict[int, list[str]] = defaultdict(list)
        for text, count in self.texts.items():
            self.lengths[len(text)].append(text)
            for pair in _runs(text, 2):
                self.pairs[pair] += count
            for triple in _runs(text, 3):
                self.triples[triple] += count

    def elsewhere(self, words: str, text: str) -> int:
        """How often two or three characters stand together in texts other than this one."""
        known = self.pairs if len(words) == 2 else self.triples
        return known[words] - self.texts[text] * sum(run == words for run in _runs(text, len(words)))

    def twins(self, text: str) -> Iterator[str]:
        """Other texts one stroke away."""
        if len(text) < _SHORTEST:
            return
        for length in (len(text), len(text) + 1):
            for other in self.lengths.get(length, ()):
                if other != text and OSA.distance(text, other, score_cutoff=1) == 1:
                    yield other


def _runs(text: str, size: int) -> list[str]:
    return [text[at : at + size] for at in range(len(text) - size + 1)]


def keystroke_slip(text: str, known: Neighbours) -> Slip | None:
    """The first slip of the keys in a text that the rest of the plan speaks against."""
    return _doubled(text, known) or _swapped(text, known) or _against_twins(text, known)


def one_stroke(text: str, twin: str) -> bool:
    """Whether one slip of the keys makes one text of the other, and no other reason for the difference is likely."""
    if text == twin or min(len(text), len(twin)) < _SHORTEST or OSA.distance(text, twin, score_cutoff=1) != 1:
        return False
    if len(text) != len(twin):
        longer, shorter = sorted((text, twin), key=len, reverse=True)
        added = longer[_first_difference(shorter, longer)]
        return _chinese(added) and added not in _OPTIONAL
    at = _first_difference(text, twin)
    return _chinese(text[at] + twin[at]) and not (
        text[at + 1 :] == twin[at + 1 :] and _in_series(text[at], twin[at])
    )


def _chinese(text: str) -> bool:
    return all("\u4e00" <= character <= "\u9fff" for character in text)


def _doubled(text: str, known: Neighbours) -> Slip | None:
    for at in range(1, len(text)):
        pair = text[at - 1 : at + 1]
        if pair[0] != pair[1] or not _chinese(pair) or known.elsewhere(pair, text):
            continue
        around = text[at - 2 : at] + text[at + 1 : at + 2] if at > 1 else ""
        heard = pair[0] not in _REDUPLICATED and len(around) == 3 and known.elsewhere(around, text)
        if heard or text[:at] + text[at + 1 :] in known.texts:
            return Slip(text[max(0, at - 2) : at + 2], text[max(0, at - 2) : at] + text[at + 1 : at + 2])
    return None


def _swapped(text: str, known: Neighbours) -> Slip | None:
    for at in range(len(text) - 1):
        one, other = text[at], text[at + 1]
        if one == other or not _chinese(one + other) or known.elsewhere(one + other, text):
            continue
        meant = text[:at] + other + one + text[at + 2 :]
        heard = known.elsewhere(other + one, text) >= 2
        if known.texts[meant] > known.texts[text] or (
            heard and (meant in known.texts or _fits(text, meant, at, known))
        ):
            return Slip(text[max(0, at - 1) : at + 3], meant[max(0, at - 1) : at + 3])
    return None


def _fits(text: str, meant: str, at: int, known: Neighbours) -> bool:
    """Whether the words around a place are unheard as they stand, and heard as they were meant."""
    edges = [(at - 1, at + 1), (at + 1, at + 3)]
    inside = [(start, end) for start, end in edges if start >= 0 and end <= len(text)]
    unheard = all(known.elsewhere(text[start:end], text) == 0 for start, end in inside)
    heard = any(
        known.elsewhere(meant[start : start + 3], text)
        for start in range(max(0, at - 1), at + 1)
        if start + 3 <= len(meant)
    )
    return bool(inside) and unheard and heard


def _against_twins(text: str, known: Neighbours) -> Slip | None:
    for twin in known.twins(text):
        if known.texts[twin] < known.texts[text]:
            continue
        slip = _replaced(text, twin, known) if len(twin) == len(text) else _left_out(text, twin, known)
        if slip is not None:
            return slip
    return None


def _first_difference(text: str, twin: str) -> int:
    return next((n for n, (a, b) in enumerate(zip(text, twin, strict=False)) if a != b), len(text))


def _replaced(text: str, twin: str, known: Neighbours) -> Slip | None:
    at = _first_difference(text, twin)
    wrong, right = text[at], twin[at]
    if text[at + 1 :] != twin[at + 1 :] or not _chinese(wrong + right) or _in_series(wrong, right):
        return None
    around = [(max(0, at - 1), at + 1), (at, at + 2)]
    places = [(a, b) for a, b in around if b - a == 2 and b <= len(text)]
    unheard = all(known.elsewhere(text[a:b], text) == 0 for a, b in places)
    heard = any(known.elsewhere(twin[a:b], text) >= 2 for a, b in places)
    return Slip(text[max(0, at - 1) : at + 2], twin[max(0, at - 1) : at + 2]) if unheard and heard else None


def _in_series(one: str, other: str) -> bool:
    return any(one in series and other in series for series in _SERIES)


def _left_out(text: str, twin: str, known: Neighbours) -> Slip | None:
    """A character left out of a word: what stood before it is elsewhere always followed by it, or the other way."""
    at = _first_difference(text, twin)
    missing = twin[at]
    if not 0 < at < len(text) or not _chinese(missing) or missing in _OPTIONAL:
        return None
    before, after = twin[at - 1], twin[at + 1]
    if known.elsewhere(before + after, text):
        return None
    if _bound(before, missing, known, text, first=True) or _bound(missing, after, known, text, first=False):
        return Slip(text[at - 1 : at + 1], twin[at - 1 : at + 2])
    return None


def _bound(one: str, other: str, known: Neighbours, text: str, *, first: bool) -> bool:
    """Whether in the other texts the first of two characters is always followed, or the second led, by its partner."""
    together = known.elsewhere(one + other, text)
    whole, place = (one, 0) if first else (other, 1)
    apart = sum(
        known.elsewhere(pair, text) for pair in known.pairs if pair[place] == whole and pair != one + other
    )
    return together >= _BOUND and apart * 4 <= together
