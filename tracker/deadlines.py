"""An indicator's own deadline: as the log keeps it (``day:25``), and as people type and read it (每月25日)."""

from __future__ import annotations

import re

from tracker.labels import Words
from tracker.money import half_width

KEPT = re.compile(
    r"default|month_end|day:([1-9]|[12]\d|3[01])|working_day:([1-9]|1\d|20)|before_pay_day:([1-9]|10)",
    re.ASCII,
)
"""How the log keeps a deadline; ``default`` is the ledger's own setting again."""

_NUMBER = r"0?(?P<number>\d{1,2})"
_NTH = rf"{_NUMBER}(?:st|nd|rd|th)"
_OTHER = r"(?P<other>\d{1,2})"
_OF_MONTH = r"(?: of (?:the |each |every )?month)?"
_OF_NEXT = r"(?: of the (?:next|following) month)?"
_EACH = r"(?:每个?|当|本)?月的?"
_SPOKEN: tuple[tuple[str, str], ...] = (
    ("default", r"默认(?:值)?|(?:随|按)账套(?:的?设置)?|(?:as )?the ledger'?s(?: setting)?"),
    ("month_end", rf"(?:每个?|当|本)?月?的?月[末底]|{_EACH}最后1[天日]"),
    ("month_end", r"(?:the )?(?:month[- ]end|(?:end|last day) of (?:the |each |every )?month)"),
    ("day", rf"(?:{_EACH})?第?{_NUMBER}[日号]"),
    ("day", rf"(?:the )?(?:{_NTH}|day {_OTHER}){_OF_MONTH}"),
    ("before_pay_day", rf"发放日的?前第?{_NUMBER}个?工作日"),
    ("before_pay_day", rf"{_NUMBER} working days? before (?:the )?pay[- ]?day"),
    ("working_day", rf"(?:(?:次|下个?)月的?)?第?{_NUMBER}个?工作日"),
    ("working_day", rf"(?:the )?(?:{_NTH} working day|working day {_OTHER}){_OF_NEXT}"),
)
"""What people say, in Chinese and in English, tried one after the other."""

_DIGITS = "一二三四五六七八九"
_TENS = re.compile(rf"([{_DIGITS}]?)十([{_DIGITS}]?)|[{_DIGITS}]")


def read_deadline(text: str) -> str | None:
    """The deadline somebody means, as the log keeps it; None where it is none: ``月底``, ``25日``, ``5th working day``."""
    plain = _TENS.sub(_number, " ".join(half_width(text).lower().replace("：", ":").split()))
    if KEPT.fullmatch(plain):
        return plain
    for kind, spoken in _SPOKEN:
        found = re.fullmatch(spoken, plain) or re.fullmatch(spoken, plain.replace(" ", ""))
        if found is not None:
            numbers = [number for number in found.groupdict().values() if number]
            kept = f"{kind}:{int(numbers[0])}" if numbers else kind
            return kept if KEPT.fullmatch(kept) else None
    return None


def deadline_text(words: Words, kept: str) -> str:
    """A deadline of the log in words; what is none stays as it is."""
    if not KEPT.fullmatch(kept):
        return kept
    kind, _, number = kept.partition(":")
    return words(f"deadline.{kind}", number=number)


def _number(found: re.Match[str]) -> str:
    """A number up to ninety-nine that is written in characters: 五, 十五, 二十五."""
    if "十" not in found[0]:
        return str(_DIGITS.index(found[0]) + 1)
    tens, ones = (_DIGITS.index(part) + 1 if part else 0 for part in (found[1], found[2]))
    return str((tens or 1) * 10 + ones)
