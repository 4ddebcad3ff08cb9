"""Whether a file is still what it was."""

from __future__ import annotations

import hashlib
from pathlib import Path


def digest_of(path: Path) -> str | None:
    """SHA-256 of a file's content, hexadecimal; None where there is none to read."""
    try:
        with path.open("rb") as file:
            digest = hashlib.sha256()
            while part := file.read(1 << 20):
                digest.update(part)
            return digest.hexdigest()
    except OSError:
        return None
