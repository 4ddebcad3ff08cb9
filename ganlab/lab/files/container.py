"""The outside of a .ganlab file: a zip of a few named members that belong together.

Nothing in here trusts the file. A member is read only after its size was found to be allowed, and
handed on only when it is the very one that the manifest was written with (SHA-256), so a reader
meets either all of what was saved or a Damaged.
"""

from __future__ import annotations

import hashlib
import json
import math
import zipfile
from collections.abc import Mapping
from typing import Any, BinaryIO, NoReturn

import numpy as np
from numpy.typing import NDArray

MANIFEST = "manifest.json"

DTYPES = frozenset({"float16", "float32", "float64", "int64", "uint8"})
"""What numbers an array may hold."""

_MOST_FILE = 2**30
_EPOCH = (1980, 1, 1, 0, 0, 0)


class Damaged(ValueError):
    """The bytes are not what was saved. Its text ends the sentence "this file ..."."""


def write_members(file: BinaryIO, members: Mapping[str, bytes], limits: Mapping[str, int]) -> None:
    """Write a zip; the same members give the same bytes. Raises OverflowError over a limit."""
    for name, data in members.items():
        if len(data) > limits[name]:
            raise OverflowError(f"its {name} would take {len(data):,} bytes")
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            # Weights are noise to a compressor; text shrinks tenfold.
            text = name.endswith(".json")
            info.compress_type = zipfile.ZIP_DEFLATED if text else zipfile.ZIP_STORED
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)


def read_members(file: BinaryIO, limits: Mapping[str, int]) -> dict[str, bytes]:
    """The members, none larger than its limit; raises Damaged."""
    size = file.seek(0, 2)
    file.seek(0)
    if size > _MOST_FILE:
        raise Damaged("is far larger than a run can be")
    try:
        with zipfile.ZipFile(file) as archive:
            infos = archive.infolist()
            names = [info.filename for info in infos]
            if len(set(names)) != len(names) or not set(names) <= set(limits):
                raise Damaged("holds something that ganlab did not put there")
            return {info.filename: _read(archive, info, limits[info.filename]) for info in infos}
    except Damaged:
        raise
    except zipfile.BadZipFile:
        raise Damaged("is damaged or is not a ganlab file") from None
    except Exception:
        # zipfile and zlib meet damage with a dozen other errors, not all of them documented.
        raise Damaged("is damaged: a part of it cannot be read") from None


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int) -> bytes:
    if info.file_size > limit:
        raise Damaged(f"is damaged: its {info.filename} claims {info.file_size:,} bytes")
    with archive.open(info) as member:
        # A bound, so that a bomb unfolds no further than the size it claims.
        data = member.read(info.file_size + 1)
    if len(data) != info.file_size:
        raise Damaged(f"is damaged: its {info.filename} is cut short")
    return data


def digests(members: Mapping[str, bytes]) -> dict[str, str]:
    """SHA-256 of every member but the manifest, hexadecimal."""
    return {
        name: hashlib.sha256(data).hexdigest() for name, data in members.items() if name != MANIFEST
    }


def read_json(data: bytes, name: str) -> Any:
    """Plain data from JSON; whole numbers of any length survive. Raises Damaged."""
    try:
        return json.loads(data, parse_constant=_refuse, parse_float=_finite)
    except (ValueError, RecursionError):
        raise Damaged(f"is damaged: its {name} is not JSON") from None


def _refuse(text: str) -> NoReturn:
    raise ValueError(text)


def _finite(text: str) -> float:
    number = float(text)
    return number if math.isfinite(number) else _refuse(text)


def pack_arrays(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """Named arrays as safetensors. Raises TypeError for a kind of number not in DTYPES."""
    from safetensors.numpy import save

    for name, array in arrays.items():
        if array.dtype.name not in DTYPES:
            raise TypeError(f"{name} holds {array.dtype}, which is not saved")
    return save({name: np.array(array, order="C") for name, array in arrays.items()})


def unpack_arrays(data: bytes, name: str) -> dict[str, NDArray[Any]]:
    """Owned, writable arrays from safetensors; raises Damaged."""
    from safetensors.numpy import load

    try:
        arrays = {key: np.array(array, order="C") for key, array in load(data).items()}
    except Exception:
        # SafetensorError, and what numpy and the type table say to a header that lies.
        raise Damaged(f"is damaged: its {name} cannot be read") from None
    if any(array.dtype.name not in DTYPES for array in arrays.values()):
        raise Damaged(f"is damaged: its {name} holds numbers of an unknown kind")
    return arrays
