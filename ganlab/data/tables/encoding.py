"""Bytes of a text file as text: which encoding they are in, told by the bytes alone."""

from __future__ import annotations

import codecs
import unicodedata

from ganlab.data.errors import UnreadablePoints

_MARKS = (  # the longer before the shorter that begins like it
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HEAD = 4096


def decode_text(content: bytes) -> tuple[str, str]:
    """The text, and the name of its encoding.

    A byte order mark decides; else UTF-16 if there are NUL bytes and all in every other place,
    UTF-8 if the bytes are that, and Windows-1252 for what an older spreadsheet wrote. Raises
    UnreadablePoints naming the byte.
    """
    for mark, name in _MARKS:
        if content.startswith(mark):
            return _decoded(content, len(mark), name), name
    if b"\0" in content:
        wide = _wide(content[:_HEAD])
        if wide is None:
            place = content.index(b"\0") + 1
            raise UnreadablePoints(f"byte {place:,} is NUL: it is not a text file.")
        return _decoded(content, 0, wide), wide
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace"), "windows-1252"


def _decoded(content: bytes, start: int, name: str) -> str:
    try:
        text = content[start:].decode(name)
    except UnicodeDecodeError as error:
        place = start + error.start + 1
        raise UnreadablePoints(f"byte {place:,}: it is not the {name} that it begins as.") from None
    if "\0" in text:
        place = start + len(text[: text.index("\0")].encode(name)) + 1
        raise UnreadablePoints(f"byte {place:,} is NUL: it is not a text file.")
    return text


def _wide(head: bytes) -> str | None:
    """UTF-16 without a mark, by where its NUL bytes are; None where that makes no text."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if (even and odd) or 20 * (even + odd) < len(head):
        return None
    name = "utf-16-be" if even else "utf-16-le"
    try:
        text = head[: len(head) // 2 * 2].decode(name)
    except UnicodeDecodeError:
        return None
    fine = all(c in "\r\n\t" or unicodedata.category(c)[0] not in "C" for c in text)
    return name if fine and any(c in "\r\n" for c in text) else None
