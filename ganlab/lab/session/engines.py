"""The two engines by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from ganlab.lab.session.engine import Engine

EngineKind = Literal["process", "thread"]


def make_engine(kind: EngineKind) -> Engine:
    """An engine of that kind, started."""
    if kind == "thread":
        from ganlab.lab.session.engine import ThreadEngine

        return ThreadEngine()
    from ganlab.lab.session.worker import ProcessEngine

    return ProcessEngine()
