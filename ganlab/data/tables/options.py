"""What a person can say of a table, and the question where they must."""

from __future__ import annotations

from typing import Literal

from ganlab.data.errors import UnreadablePoints
from ganlab.numerals import Decimal
from ganlab.values import dataclass

Question = Literal["decimal", "heading", "separator"]
Scaling = Literal["column", "shared"]


@dataclass(frozen=True)
class TableOptions:
    """How a table is to be read; None: as it says itself."""

    columns: tuple[str, str] | None = None
    """Names of x and y, or their numbers from 1."""
    label_column: str | None = None
    """The name or the number of the column with the classes; "" if there is to be none."""
    decimal: Decimal | None = None
    heading: bool | None = None
    """Whether the first row holds names."""
    separator: str | None = None
    """What stands between columns; " " for spaces and tabs."""
    scaling: Scaling = "column"
    """Whether the networks see each column in its own scale, or both in one."""
    leave_out_outliers: bool = False
    """Whether points far from the rest are not to be learned."""


NO_OPTIONS = TableOptions()


class Ambiguous(UnreadablePoints):
    """A table that can be read in more than one way. Its text quotes the row as it stands."""

    def __init__(self, question: Question, row: int, text: str, why: str) -> None:
        """`text`: the row of the file; `why`: the readings, the rest of the sentence."""
        super().__init__(f"row {row}: {quoted(text)} {why}")
        self.question, self.row, self.text, self.why = question, row, text, why

    def of(self, name: str) -> Ambiguous:
        """The same with the name of the file in front."""
        named = Ambiguous(self.question, self.row, self.text, self.why)
        named.args = (f"'{name}' cannot be used: {self}",)
        return named


def quoted(text: str, most: int = 100) -> str:
    """A piece of a file between quotation marks as it stands, tabs too; what is unseen, escaped."""
    seen = "".join(c if c.isprintable() or c == "\t" else repr(c)[1:-1] for c in text[:most])
    return f"'{seen}{'…' if len(text) > most else ''}'"
