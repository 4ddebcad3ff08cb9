"""What all pieces of an Experiment have in common."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, ValidationError


class Document(BaseModel):
    """A frozen, strict piece of an Experiment: unknown fields and infinite numbers are refused."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        allow_inf_nan=False,
        defer_build=True,  # a validator for each piece alone is seldom wanted, and takes a while
    )


def first_fault(error: ValidationError) -> tuple[str, str]:
    """The first wrong field, dotted ("": the document itself), and what is wrong with it."""
    first = error.errors(include_url=False)[0]
    field = ".".join(str(part) for part in first["loc"])
    return field, first["msg"].removeprefix("Value error, ")
