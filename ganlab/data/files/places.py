"""Where a person's files are."""

from __future__ import annotations

import os
from pathlib import Path


def located(path: str) -> Path:
    """An absolute path, "~" understood; links are left as they are."""
    return Path(os.path.abspath(os.path.expanduser(path)))
