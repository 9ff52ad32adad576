"""The shape of a feed: rows of a JSON or CSV document, read into requests.

JSON is ``{"rows": [{…}, …], "next": "cursor" or null}``, or just a list of rows. CSV has a header line; the next
cursor comes in the header ``X-Next-Cursor``. Every row has an ``id`` that never changes: the same id is recorded
once. Amounts are yuan, as text or a number; dates are ISO.

============  =================================================================================================
disbursement  ``id project amount paid_on`` and ``due_on people_due people_paid voucher payee note`` where known
receipt       ``id project amount on`` and ``document note`` where known
measurement   ``id indicator period`` and either ``numerator denominator``, ``value`` or ``band``; ``evidence on``
============  =================================================================================================
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal, NamedTuple, get_args

from events.values import InvalidValue, parse_date
from tracker.money import UnreadableAmount, half_width, parse_amount
from tracker.ratios import UnreadableFigure, parse_figure
from tracker.requests import RecordDisbursement, RecordMeasurement, RecordReceipt, Request

Kind = Literal["disbursement", "receipt", "measurement"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Format = Literal["json", "csv"]
Row = dict[str, str]

FIELDS: dict[Kind, tuple[str, ...]] = {
    "disbursement": (
        "id", "project", "amount", "paid_on", "due_on", "people_due", "people_paid", "voucher", "payee", "note",
    ),
    "receipt": ("id", "project", "amount", "on", "document", "note"),
    "measurement": (
        "id", "indicator", "period", "numerator", "denominator", "value", "band", "share", "evidence", "on",
    ),
}  # fmt: skip
"""What a row of each kind may hold; other fields are passed over."""
_LONGEST_FIELD = 500
_LONGEST_ID = 120


class BadFeed(Exception):
    """The document as a whole can't be read; ``reason`` is a stable word."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class BadRow(Exception):
    """One row can't be read; ``field`` and ``text`` say where and what."""

    def __init__(self, field: str, text: str = "") -> None:
        super().__init__(f"{field}: {text[:60]!r}")
        self.field, self.text = field, text[:60]


class Page(NamedTuple):
    """The rows of one document, and the cursor of the next (None: the last)."""

    rows: list[Row]
    next: str | None


def read_page(
    body: bytes, form: Format, kind: Kind, mapping: Mapping[str, str], headers: Mapping[str, str]
) -> Page:
    """The rows of a document under our names; raises :class:`BadFeed`."""
    raw, following = _json_rows(body) if form == "json" else _csv_rows(body, headers)
    return Page([_renamed(row, kind, mapping) for row in raw], following)


def _json_rows(body: bytes) -> tuple[Iterable[Mapping[str, Any]], str | None]:
    try:
        document = json.loads(body, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError) as error:
        raise BadFeed("json") from error
    following = document.get("next") if isinstance(document, dict) else None
    rows = document.get("rows") if isinstance(document, dict) else document
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise BadFeed("shape")
    if following is not None and not isinstance(following, str):
        raise BadFeed("next")
    return rows, following


def _csv_rows(body: bytes, headers: Mapping[str, str]) -> tuple[Iterable[Mapping[str, Any]], str | None]:
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = body.decode("gb18030")
        except UnicodeDecodeError as error:
            raise BadFeed("encoding") from error
    try:
        rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise BadFeed("csv") from error
    return rows, headers.get("x-next-cursor") or None


def _renamed(row: Mapping[str, Any], kind: Kind, mapping: Mapping[str, str]) -> Row:
    """A row under our names, its texts trimmed and without control characters; what is empty is left out."""
    found = {}
    for field in FIELDS[kind]:
        theirs = mapping.get(field, field)
        value = theirs.removeprefix("=") if theirs.startswith("=") else row.get(theirs)
        if isinstance(value, str) and (text := _clean(value)):
            found[field] = text
        elif isinstance(value, (dict, list, bool)):
            found[field] = "?"  # a value of no kind we know is refused where it is read
    return found


def _clean(text: str) -> str:
    return "".join(mark if mark.isprintable() else " " for mark in text).strip()


def request_of(kind: Kind, row: Row) -> Request:
    """What a row asks to record; raises :class:`BadRow`."""
    for field, text in row.items():
        if len(text) > (_LONGEST_ID if field == "id" else _LONGEST_FIELD):
            raise BadRow(field, text)
    _need(row, "id")
    return _MAKERS[kind](row)


def _disbursement(row: Row) -> Request:
    return RecordDisbursement(
        project=_need(row, "project").upper(),
        amount_fen=_amount(row),
        paid_on=_date(_need(row, "paid_on"), "paid_on"),
        due_on=_date(row.get("due_on") or row["paid_on"], "due_on"),
        people_due=_count(row, "people_due"),
        people_paid=_count(row, "people_paid"),
        voucher=row.get("voucher"),
        payee=row.get("payee"),
        note=row.get("note"),
    )


def _receipt(row: Row) -> Request:
    return RecordReceipt(
        project=_need(row, "project").upper(),
        amount_fen=_amount(row),
        document=row.get("document"),
        note=row.get("note"),
        on=_date(_need(row, "on"), "on"),
    )


def _measurement(row: Row) -> Request:
    band = row.get("band")
    if band is not None and band not in ("met", "partly", "missed"):
        raise BadRow("band", band)
    value, unit = _figure(row, "value")
    if sum((band is not None, value is not None, "numerator" in row)) != 1:
        raise BadRow("value", "")
    return RecordMeasurement(
        indicator=_need(row, "indicator").upper(),
        period=_need(row, "period"),
        numerator=_figure(row, "numerator")[0],
        denominator=_figure(row, "denominator")[0] if "numerator" in row else None,
        value=value,
        unit=unit,
        band=band,  # type: ignore[arg-type]
        share=_figure(row, "share")[0],
        evidence=row.get("evidence"),
        on=_date(row["on"], "on") if "on" in row else None,
    )


_MAKERS: dict[Kind, Callable[[Row], Request]] = {
    "disbursement": _disbursement,
    "receipt": _receipt,
    "measurement": _measurement,
}


def _need(row: Row, field: str) -> str:
    if field not in row:
        raise BadRow(field)
    return row[field]


def _amount(row: Row) -> int:
    text = _need(row, "amount")
    try:
        return parse_amount(text)
    except UnreadableAmount as error:
        raise BadRow("amount", text) from error


def _date(text: str, field: str) -> str:
    try:
        return parse_date(text)
    except InvalidValue as error:
        raise BadRow(field, text) from error


def _count(row: Row, field: str) -> int | None:
    text = half_width(row.get(field, ""))
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise BadRow(field, text)
    return int(text)


def _figure(row: Row, field: str) -> tuple[str | None, str | None]:
    if field not in row:
        return None, None
    try:
        return parse_figure(row[field])
    except UnreadableFigure as error:
        raise BadRow(field, row[field]) from error
