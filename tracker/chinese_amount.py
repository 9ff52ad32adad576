"""Amounts written in Chinese numerals, plain or in capitals: ``三万元``, ``二十万五千``, ``人民币壹佰元零伍分``."""

from __future__ import annotations

import re

_DIGIT = "零一二三四五六七八九壹贰叁肆伍陆柒捌玖"
_NUMERALS = f"[{_DIGIT}十百千万亿拾佰仟廿]+"
_WRITTEN = re.compile(
    rf"(?:人民币)?(?:(?P<yuan>{_NUMERALS}?)(?P<unit>元)?)??"
    rf"(?:零?(?P<jiao>[{_DIGIT}])角)?(?:零?(?P<fen>[{_DIGIT}])分)?[整正]?"
)
_SAME = str.maketrans(
    {"两": "二", "〇": "零", "圆": "元", "块": "元", "萬": "万", "億": "亿", "貳": "贰", "陸": "陆"}
)


def fen_in_chinese(text: str) -> int | None:
    """Fen of an amount in Chinese numerals; None where it is none, or says its last place by habit only (``三万五``)."""
    match = _WRITTEN.fullmatch(text.translate(_SAME))
    if match is None or not any(match[name] for name in ("yuan", "jiao", "fen")):
        return None
    if match["yuan"] and not match["unit"] and (match["jiao"] or match["fen"]):
        return None
    try:
        whole, jiao, fen = (_number(match[name]) for name in ("yuan", "jiao", "fen"))
    except ValueError:
        return None
    return whole * 100 + jiao * 10 + fen


def _number(numerals: str | None) -> int:
    if not numerals:
        return 0
    from cn2an import cn2an

    return int(cn2an(numerals, "strict"))
