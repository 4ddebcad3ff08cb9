"""The two engines by name."""

from __future__ import annotations

from typing import Literal

from ganlab.lab.session.engine import Engine, ThreadEngine
from ganlab.lab.session.worker import ProcessEngine

EngineKind = Literal["process", "thread"]


def make_engine(kind: EngineKind) -> Engine:
    """An engine of that kind, started."""
    return ThreadEngine() if kind == "thread" else ProcessEngine()
