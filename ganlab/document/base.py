"""What all pieces of an Experiment have in common."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, ValidationError

from ganlab.figures import exact

LONGEST = 60
"""Characters of what was given that a sentence repeats."""


class Document(BaseModel):
    """A frozen, strict piece of an Experiment: unknown fields and infinite numbers are refused."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        allow_inf_nan=False,
        defer_build=True,  # a validator for each piece alone is seldom wanted, and takes a while
    )


_WORDS = {
    "greater_than": "{value} is too small: above {gt}",
    "greater_than_equal": "{value} is too small: at least {ge}",
    "less_than": "{value} is too large: below {lt}",
    "less_than_equal": "{value} is too large: at most {le}",
    "finite_number": "{value} is no finite number",
    "float_parsing": "{value} is no number",
    "float_type": "{value} is no number",
    "int_parsing": "{value} is no whole number",
    "int_type": "{value} is no whole number",
    "int_from_float": "{value} is no whole number",
    "int_parsing_size": "{value} is too large",
    "bool_parsing": "{value} is neither true nor false",
    "bool_type": "{value} is neither true nor false",
    "literal_error": "{value} is none of the choices: {expected}",
    "string_type": "{value} is no text",
    "string_too_short": "{value} is shorter than {min_length}",
    "string_too_long": "{value} is longer than {max_length} characters",
    "tuple_type": "{value} is no row of values",
    "too_short": "{actual_length} values are too few: at least {min_length}",
    "too_long": "{actual_length} values are too many: at most {max_length}",
    "extra_forbidden": "there is no such field",
    "missing": "is missing",
}
"""What a person is told instead of pydantic's words, by the kind of fault."""


def first_fault(error: ValidationError) -> tuple[str, str]:
    """The first wrong field, dotted ("": the document itself), and what is wrong with it, in plain
    words."""
    first = error.errors(include_url=False)[0]
    field = ".".join(str(part) for part in first["loc"])
    words = _WORDS.get(first["type"])
    if words is None:
        return field, first["msg"].removeprefix("Value error, ")
    bounds = {name: _figure(bound) for name, bound in first.get("ctx", {}).items()}
    return field, words.format(value=_quoted(first["input"]), **bounds)


def _quoted(value: object) -> str:
    """What was given, short enough for a sentence."""
    text = repr(value) if isinstance(value, str) else str(_figure(value))
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _figure(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return exact(value)
