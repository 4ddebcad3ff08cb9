"""The rows of a text, and how they fall into cells."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ganlab.data.errors import UnreadablePoints

PAIRS = ",,"
"""A separator of its own: commas, every second of which is a decimal comma."""
WIDE_COMMA = ", "
"""A comma with a space after it; one without is a decimal comma."""
SEPARATORS = (";", "\t", "|", ",", " ", WIDE_COMMA, PAIRS)

_BREAK = re.compile("\r\n|\r|\n|\u2028|\u2029")
_COMMENT = re.compile(r"\s*(?:#|//|%[\s%])")
_ERROR = re.compile(r"\s*#(?:N/?A|NV|[^\s,;|!?]+[!?])(?=[\s,;|]|$)")
"""A cell in which a spreadsheet could not compute: "#N/A", "#DIV/0!"."""
_DIRECTIVE = re.compile(r'\s*"?sep=(?P<separator>.|\\t)"?\s*', re.IGNORECASE)
_DIGITS = re.compile(r"[0-9]+")
_SIGNED = re.compile(r"[+-]?[0-9]+")
_RELATIVES = str.maketrans("；؛，،｜", ";;,,|")


@dataclass(frozen=True)
class Lines:
    """What is to be read of a text."""

    numbers: tuple[int, ...]
    """The row of the file that each is, from 1."""
    texts: tuple[str, ...]
    """As they stand in the file."""
    comments: tuple[str, ...]
    separator: str | None
    """What an Excel directive, "sep=;", says."""

    def head(self, most: int) -> Lines:
        """The first few."""
        return Lines(self.numbers[:most], self.texts[:most], self.comments, self.separator)

    def with_related_separators(self) -> Lines:
        """The same with full-width and Arabic separators made ASCII's."""
        texts = tuple(text.translate(_RELATIVES) for text in self.texts)
        return Lines(self.numbers, texts, self.comments, self.separator)


def lines_of(text: str) -> Lines:
    """The rows of a text without blank ones and comments."""
    all_lines = _BREAK.split(text)
    first = next((i for i, line in enumerate(all_lines) if line.strip()), 0)
    directive = _DIRECTIVE.fullmatch(all_lines[first])
    separator = directive["separator"].replace("\\t", "\t") if directive else None
    start = first + 1 if directive else first
    numbers: list[int] = []
    texts: list[str] = []
    comments: list[str] = []
    for number, line in enumerate(all_lines[start:], start + 1):
        if not line.replace("\x1a", " ").strip():  # the last is how DOS ends a file
            continue
        if line.lstrip()[0] in "#/%" and _COMMENT.match(line) and not _ERROR.match(line):
            comments.append(line)
            continue
        numbers.append(number)
        texts.append(line)
    return Lines(tuple(numbers), tuple(texts), tuple(comments), separator)


@dataclass(frozen=True)
class Cells:
    """The rows of a table, cut."""

    rows: list[list[str]]
    places: list[int]
    """The index of each row in its Lines."""


def cut(lines: Lines, separator: str) -> Cells:
    """Cut rows into cells. Raises UnreadablePoints for a quotation mark that is never closed."""
    if separator == WIDE_COMMA:
        rows = [[cell.strip() for cell in re.split(r",\s+", text)] for text in lines.texts]
        return Cells(_trimmed(rows), list(range(len(rows))))
    if separator == PAIRS:
        rows = [_paired(text.split(",")) for text in lines.texts]
        return Cells(rows, list(range(len(rows))))
    texts: Sequence[str] = lines.texts
    if separator == " ":
        texts = [text.replace("\t", " ").strip(" ") for text in texts]
    reader = csv.reader(
        texts, delimiter=separator, quotechar=_quote(texts, separator), skipinitialspace=True
    )
    rows, places, before = [], [], 0
    try:
        for row in reader:
            if reader.line_num > before + 1:  # one row on several lines is an open quotation mark
                raise csv.Error
            rows.append(row)
            places.append(before)
            before = reader.line_num
    except csv.Error:
        number = lines.numbers[min(before, len(lines.numbers) - 1)]
        raise UnreadablePoints(
            f"row {number}: a quotation mark is not closed in it, and a cell stands on one line."
        ) from None
    return Cells(_trimmed(rows), places)


def _quote(texts: Sequence[str], separator: str) -> str:
    """Apostrophes where cells begin with them and no quotation marks are there."""
    begins = re.compile(rf"(?:^|{re.escape(separator)})\s*'[^']*'\s*(?:$|{re.escape(separator)})")
    head = texts[:50]
    if not any('"' in text for text in head) and any(begins.search(text) for text in head):
        return "'"
    return '"'


def _trimmed(rows: list[list[str]]) -> list[list[str]]:
    """Without the columns at the end that are empty in every row."""
    while rows and max(map(len, rows)) > 1:
        width = max(map(len, rows))
        if any(len(row) == width and row[-1].strip() for row in rows):
            break
        rows = [row[:-1] if len(row) == width else row for row in rows]
    return rows


def _paired(cells: list[str]) -> list[str]:
    """1,5,2,5 -> 1,5 and 2,5; one cell where the row is not of that kind."""
    cells = [cell.strip() for cell in cells]
    whole, parts = cells[::2], cells[1::2]
    pairs = len(whole) == len(parts) >= 2
    if pairs and all(map(_SIGNED.fullmatch, whole)) and all(map(_DIGITS.fullmatch, parts)):
        return [f"{a},{b}" for a, b in zip(whole, parts, strict=True)]
    return [",".join(cells)]
