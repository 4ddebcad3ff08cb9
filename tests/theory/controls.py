"""Controls of a bench anywhere within their bounds, for tests that try many."""

from __future__ import annotations

from typing import TypeVar, get_args

from hypothesis import strategies as st

from ganlab.theory.bench import Controls

Any_ = TypeVar("Any_", bound=Controls)


def any_controls(kind: type[Any_]) -> st.SearchStrategy[Any_]:
    """Of this kind: numbers up to their bounds, one of each of the words."""
    return st.builds(kind, **{name: _values(kind, name) for name in kind.model_fields})


def _values(kind: type[Controls], name: str) -> st.SearchStrategy[object]:
    field = kind.model_fields[name]
    bounds = {
        side: getattr(entry, side)
        for entry in field.metadata
        for side in ("ge", "le")
        if hasattr(entry, side)
    }
    if field.annotation is float:
        return st.floats(bounds["ge"], bounds["le"])
    if field.annotation is int:
        return st.integers(bounds["ge"], bounds["le"])
    if field.annotation is bool:
        return st.booleans()
    return st.sampled_from(get_args(field.annotation))
