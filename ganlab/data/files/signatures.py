"""How files begin: what their first bytes say they are."""

from __future__ import annotations

import re
from typing import Literal

HEAD = 512
"""Bytes that are enough to tell."""

Signature = Literal["zip", "npy", "picture", "workbook", "idx", "packed"]

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*")
_PACKED = (b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\xfd7zXZ\0", b"\x28\xb5\x2f\xfd")
_BZIP2 = re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)")
_IDX_TYPES = b"\x08\x09\x0b\x0c\x0d\x0e"
_NETPBM = re.compile(rb"P[1-6]\s+(?:#[^\n]*\n\s*)*[0-9]+\s+[0-9]+\s")


def signature(head: bytes) -> Signature | None:
    """What a file is that begins so, unpacked if it was gzipped; None: text, or unknown."""
    if head.startswith(b"PK\x03\x04"):
        return "zip"
    if head.startswith(b"\x93NUMPY"):
        return "npy"
    if head.startswith(_PICTURES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return "picture"
    # A table's heading may begin like these two as well: "BMI;age", "P1 P2".
    if (head[:2] == b"BM" and head[6:10] == b"\0\0\0\0") or _NETPBM.match(head):
        return "picture"
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return "workbook"
    if head.startswith(_PACKED) or _BZIP2.match(head) or head[257:262] == b"ustar":
        return "packed"
    if len(head) >= 4 and head[:2] == b"\0\0" and head[2] in _IDX_TYPES and 1 <= head[3] <= 8:
        return "idx"
    return None
