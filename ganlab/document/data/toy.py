"""Built-in distributions."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field, field_validator

from ganlab.data.toy.catalog import OF_ONE_CLASS, ON_A_LINE, TARGETS
from ganlab.document.data.kind import DataSettings


class ToyData(DataSettings):
    """A built-in distribution, by name."""

    plural: ClassVar[str] = "built-in targets"

    kind: Literal["toy"] = "toy"
    name: str = Field(
        "ring-8",
        title="Target",
        description="The distribution that the generator learns to imitate.",
    )

    @field_validator("name")
    @classmethod
    def _known(cls, name: str) -> str:
        if name not in TARGETS:
            raise ValueError(f"'{name}' is not a target; there are {', '.join(TARGETS)}")
        return name

    @property
    def on_a_line(self) -> bool:
        """See DataSettings."""
        return self.name in ON_A_LINE

    @property
    def builtin(self) -> str:
        """See DataSettings."""
        return self.name

    @property
    def called(self) -> str:
        """See DataSettings."""
        return self.name

    @property
    def short(self) -> str:
        """See DataSettings."""
        return self.name

    @property
    def about(self) -> str:
        """See DataSettings."""
        return f"the built-in target {self.name}"

    @property
    def no_classes(self) -> str:
        """See DataSettings."""
        return f"{TARGETS[self.name]} has no classes." if self.name in OF_ONE_CLASS else ""

    @property
    def seen_in(self) -> str:
        """See DataSettings."""
        return f"toy {self.name}"
