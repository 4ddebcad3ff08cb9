"""What densities on a line and in the plane have in common as text: they are fields of controls
that are written as people write a mixture, shares in front of its parts."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar, Self

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from ganlab.document.base import LONGEST
from ganlab.figures import exact

NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?"
"""A regular expression."""
SHARE = rf"(?:({NUMBER})\s*[*·]?\s*)?"
"""What may stand before a part; its group is the number."""
LEAST_SHARE = 1e-6
"""No part has a smaller share of the whole."""


class Written(ABC):
    """A pydantic field that is given as itself or as text, and written as text."""

    WRITTEN: ClassVar[str]
    """How it is written, for who has written something else."""
    EXAMPLE: ClassVar[str]

    @classmethod
    @abstractmethod
    def read(cls, text: str) -> Self:
        """What `text` says. Raises ValueError, a sentence."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The thing or its text; written as text."""

        def take(value: object) -> Written:
            if isinstance(value, cls):
                return value
            if isinstance(value, str):
                return cls.read(value)
            raise ValueError(f"a density is written as text, such as {cls.EXAMPLE}")

        return core_schema.no_info_plain_validator_function(
            take, serialization=core_schema.plain_serializer_function_ser_schema(str)
        )


def shortened(text: str) -> str:
    """As much of it as a sentence can hold."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def shares(given: Sequence[float | None], text: str, most: int) -> list[float]:
    """Shares of at most `most` parts as they stand in `text` (None: it says none), scaled to sum to
    1; equal where none is given. Raises ValueError, a sentence."""
    if len(given) > most:
        raise ValueError(f"'{text}' has {len(given)} parts; 1 to {most} are allowed")
    said = [share for share in given if share is not None]
    if said and len(said) < len(given):
        raise ValueError(f"'{text}': say the share of every part or of none")
    found = said or [1.0] * len(given)
    whole = sum(found)
    if not (min(found) > 0 and math.isfinite(whole)):
        raise ValueError(f"'{text}': shares have to be above 0")
    if min(found) < LEAST_SHARE * whole * (1 - 1e-6):
        raise ValueError(f"'{text}': shares are at least {exact(LEAST_SHARE)} of the whole")
    return [share / whole for share in found]
