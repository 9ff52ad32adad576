"""Every place, form and dialog of the desk: the keys that lead there from the overview, and those pressed there."""

from __future__ import annotations

from typing import NamedTuple

DOWN, UP, PAGE_DOWN, PAGE_UP, HOME, END = b"\x1b[B", b"\x1b[A", b"\x1b[6~", b"\x1b[5~", b"\x1b[H", b"\x1b[F"
LEFT, RIGHT = b"\x1b[D", b"\x1b[C"
TAB, ENTER, ESCAPE, BACKSPACE = b"\t", b"\r", b"\x1b", b"\x7f"
F1, F3, F4, F6, F7, F8, F9 = (
    b"\x1bOP",
    b"\x1bOR",
    b"\x1bOS",
    b"\x1b[17~",
    b"\x1b[18~",
    b"\x1b[19~",
    b"\x1b[20~",
)
F10, PALETTE, ROWS, BACK_TAB = b"\x1b[21~", b"\x10", b"\x06", b"\x1b[Z"
FUNCTION = {3: F3, 4: F4, 6: F6, 7: F7, 9: F9, 10: F10}

MOVING = [DOWN, DOWN, DOWN, UP, PAGE_DOWN, PAGE_UP, END, UP, HOME] * 4
TURNING = [RIGHT, LEFT] * 12
SCROLLING = [DOWN, DOWN, UP, PAGE_DOWN, PAGE_UP, END, HOME] * 4


def typed(text: str) -> list[bytes]:
    """One key a character; a Chinese character comes as its bytes at once."""
    return [character.encode() for character in text]


def over(text: str, times: int = 2) -> list[bytes]:
    """Type something and take it back."""
    return [*typed(text), *[BACKSPACE] * (len(text) - 1)] * times


AMOUNT, WORDS = over("1234567"), over("核对应发实发数")


class Place(NamedTuple):
    """How to get there and what to press."""

    way: tuple[bytes | str, ...]
    """Keys; and words that must stand on the screen before the next is pressed."""
    keys: list[bytes]
    wide: bool = False


def form(key: bytes, title: str, *, before: tuple[bytes | str, ...] = (), field: int = 0) -> Place:
    """A form opened by a key; typed in its first empty field, then in the words of a later one."""
    return Place((*before, key, title), [*AMOUNT, *[TAB] * field, *WORDS])


ALERT_ROWS = (F4, "怎么办")
AS_OF: tuple[bytes | str, ...] = (F8, "看过去", *typed("2022-06-30"), ENTER, "只读", "P01")
SELFEVAL_ROWS = (F7, "P01", ENTER)
ON_P10 = (DOWN,) * 9
"""The project of the million payments."""
SELFEVAL_TOTAL = (F7, "P01", *ON_P10)
REQUESTS = (b"w", "有效的请款 60")
TWICE = [*MOVING, TAB, *MOVING]
PLACES: dict[str, Place] = {
    "overview": Place((), [*TWICE, TAB, *MOVING]),
    "overview wide": Place((), [*TWICE, TAB, *MOVING], wide=True),
    "overview search": Place((b"/",), [*over("P10"), *over("养老"), *over("ylbx")]),
    "project": Place((*ON_P10, ENTER, "P10"), [*TWICE, TAB, *MOVING, TAB, *MOVING]),
    "journal": Place((F3, "共 "), MOVING * 2),
    "journal search": Place((F3, "共 ", b"/"), AMOUNT),
    "journal filter": Place((F3, "共 ", b"f"), over("P10 >=100")),
    "event": Place((F3, "共 ", ENTER, "Opened v"), [*SCROLLING, LEFT, LEFT, LEFT, RIGHT, RIGHT, *SCROLLING]),
    "alerts": Place(ALERT_ROWS, MOVING * 2),
    "alerts search": Place((*ALERT_ROWS, b"/"), over("P10 ylbx")),
    "plan": Place((F6, "P01"), [*TWICE, TAB, *MOVING]),
    "rosters": Place((F10, "P15"), TWICE),
    "roster stories": Place((F10, "P15", ENTER, "应发"), MOVING),
    "selfeval": Place((F7, "P01"), TWICE),
    "form preview": Place((F7, "P01", b"y", "自评表"), [*SCROLLING, *TURNING]),
    "settings": Place((F9,), MOVING),
    "setting": form(ENTER, "更改规则", before=(F9,)),
    "as of overview": Place(AS_OF, TWICE),
    "as of journal": Place((*AS_OF, F3, "已查"), MOVING),
    "explain": Place((*[DOWN] * 14, b"e", "P15 "), MOVING),
    "explain a million events": Place((*ON_P10, b"e", "P10 "), MOVING),
    "explain a total": Place((BACK_TAB, b"e", "全单位"), MOVING),
    "points of a million events": Place((*SELFEVAL_TOTAL, b"e", "等次"), MOVING),
    "points of a row": Place((*SELFEVAL_TOTAL, ENTER, DOWN, DOWN, b"e", "评分规则"), MOVING),
    "behind a plan's indicator": Place((F6, "P01", b"e", "计划中的"), MOVING),
    "behind a month of the books": Place((b"z", "结账 2022", b"e", "个事件"), MOVING),
    "figures of a form": Place((F7, "P01", b"y", "自评表"), [*[TAB] * 8, *[BACK_TAB] * 8] * 2),
    "search of a million events": Place((*ON_P10, b"e", "P10 ", b"/"), over("2022-03")),
    "help": Place((F1, "此处的命令"), SCROLLING),
    "palette": Place((PALETTE, "命令"), [*over("zhifu"), *MOVING, *over("预警")]),
    "file picker": Place((b"i", "选择文件"), [*over("file"), *MOVING]),
    "as of asked": Place((F8, "看过去"), [*over("2022-05-31"), TAB, *over("2022-05-31")]),
    "export": Place((F7, "P01", b"x", "导出"), [*over("forms"), TAB, *TURNING]),
    "requests": Place(REQUESTS, MOVING),
    "books": Place((b"z", "结账 2022"), MOVING),
    "payment": form(b"p", "支付（发放）", before=ON_P10, field=6),
    "appropriation": form(b"a", "拨款（预算指标）", before=ON_P10, field=3),
    "receipt": form(b"r", "资金到位", before=ON_P10, field=2),
    "return": form(b"t", "退回", before=ON_P10, field=2),
    "measurement": form(b"m", "指标监测值", field=3),
    "deviation": form(b"v", "偏差原因", field=1),
    "payment request": form(b"q", "请款（", before=ON_P10, field=3),
    "payment on a request": form(ENTER, "按请款支付", before=REQUESTS, field=3),
    "withdrawal": form(b"d", "撤回请款", before=REQUESTS),
    "closing": form(ENTER, "月结", before=(b"z", "结账 2022")),
    "acknowledgement": form(b"d", "确认预警已阅", before=ALERT_ROWS),
    "handing over": form(b"h", "把预警交给", before=ALERT_ROWS, field=1),
    "roster form": form(ESCAPE, "导入发放名册", before=(b"i", "选择文件"), field=4),
    "rows form": form(ESCAPE, "从文件批量记录", before=(ROWS, "选择文件")),
    "bank result form": form(ESCAPE, "录入银行结果", before=(b"o", "选择文件"), field=1),
    "resolution": form(b"d", "处理搁置的行", before=(F10, "P15")),
    "reversal": form(b"u", "冲销", before=(F3, "共 ")),
    "source of a value": form(b"s", "取值方式", before=(F6, "P01"), field=3),
    "acceptance": form(b"d", "接受此项发现", before=(F6, "P01", b"d")),
    "selfeval reason": form(ENTER, "偏差原因", before=(*SELFEVAL_ROWS, DOWN, DOWN), field=1),
}
