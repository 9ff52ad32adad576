"""Published forms with some bytes spoilt, as downloads are: read, or refused with a sentence."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tracker.forms.audit.documents import tables
from tracker.forms.audit.workbooks import UnusableFile


@cache
def sound() -> bytes:
    document = docx.Document()
    table = document.add_table(rows=6, cols=4)
    for number, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = f"格{number}"
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


@given(st.integers(0, 40), st.floats(0, 1), st.binary(min_size=1, max_size=6))
@settings(max_examples=examples(40))
def test_a_document_with_wrong_insides_is_read_or_refused(part: int, share: float, wrong: bytes) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sound())) as whole, zipfile.ZipFile(made, "w") as out:
        names = whole.namelist()
        for name in names:
            content = bytearray(whole.read(name))
            if name == names[part % len(names)]:
                start = int(share * len(content))
                content[start : start + len(wrong)] = wrong
            out.writestr(name, bytes(content))
    is_read_or_refused(made.getvalue())


@given(st.floats(0, 1), st.binary(min_size=1, max_size=6))
@settings(max_examples=examples(40))
def test_a_document_with_wrong_bytes_is_read_or_refused(share: float, wrong: bytes) -> None:
    content = bytearray(sound())
    start = int(share * len(content))
    content[start : start + len(wrong)] = wrong
    is_read_or_refused(bytes(content))


def is_read_or_refused(content: bytes) -> None:
    with TemporaryDirectory() as directory:
        path = Path(directory) / "form.docx"
        path.write_bytes(content)
        try:
            found = list(tables(path))
        except UnusableFile as refused:
            said = str(refused)
        else:
            said = "、".join(name for name, _ in found) or "no table"
    assert said
