"""What the command-line library and the operating system say, in the language of the run."""

from __future__ import annotations

import errno
import re

from tracker.labels import Words

_CLICK = (
    (r"Got unexpected extra arguments? \((?P<text>.*)\)", "click.extra"),
    (r"Option '(?P<text>[^']*)' does not take a value\.", "click.no_value"),
    (r"Option '(?P<text>[^']*)' requires .*", "click.value_wanted"),
    (r"'(?P<text>.*)' is not a valid (?:integer|float).*", "click.no_number"),
    (r"(?P<text>\S+) is not in the range (?P<range>.*)\.", "click.range"),
    (r"'(?P<text>.*)' is not one of (?P<offered>.*)\.", "click.choice"),
    (r"\w+ '(?P<path>.*)' does not exist\.", "os.ENOENT"),
    (r"\w+ '(?P<path>.*)' is a file\.", "os.ENOTDIR"),
    (r"\w+ '(?P<path>.*)' is a directory\.", "os.EISDIR"),
    (r"\w+ '(?P<path>.*)' is not (?:readable|writable)\.", "os.EACCES"),
)
"""Click's own sentences and the keys of ours."""


def click_sentence(words: Words, message: str) -> str:
    """A sentence of the command-line library, in ours where it is known."""
    for pattern, key in _CLICK:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            facts = found.groupdict()
            said = words(key, **facts)
            return f"{facts['path']}: {said}" if "path" in facts else said
    return message


def os_reason(words: Words, error: OSError) -> str:
    """Why the system could not do something, in few words."""
    key = f"os.{errno.errorcode.get(error.errno or 0, '')}"
    return words(key) if key in words else error.strerror or str(error)
