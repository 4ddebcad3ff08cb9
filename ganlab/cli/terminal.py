"""The streams of the command line: any encoding, closed pipes, no streams at all."""

from __future__ import annotations

import codecs
import contextlib
import errno
import io
import os
import sys
import unicodedata

PLAIN = "ganlab.plain"
"""The handler of what an encoding has no sign for."""
_SIGNS = {
    "−": "-",
    "–": "-",
    "—": "-",
    "±": "+/-",
    "×": "x",
    "·": "*",
    "…": "...",
    "‘": "'",
    "’": "'",
    "“": '"',
    "”": '"',
    "█": "#",
    "░": ".",
    "≤": "<=",
    "≥": ">=",
    "∞": "inf",
    "√": "sqrt ",
    "π": "pi",
    "σ": "sigma",
    "γ": "gamma",
    "β": "beta",
    "α": "alpha",
}


def in_plain_signs(text: str) -> str:
    """Letters without their accents, signs in ASCII; bytes that were no UTF-8 as \\xff."""
    return "".join(_plain(sign) for sign in text)


def prepare() -> None:
    """Let no text be one that a stream refuses; where there is no stream, write to nobody."""
    codecs.register_error(PLAIN, _on_error)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # as in a program without a console
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=PLAIN)


def say(text: str) -> None:
    """Print a line on the error stream; nothing is lost when nobody reads it."""
    with contextlib.suppress(OSError, ValueError):
        print(text, file=sys.stderr, flush=True)


def is_closed_pipe(error: OSError) -> bool:
    """Whether whoever read our output has had enough of it."""
    windows = sys.platform == "win32" and error.errno == errno.EINVAL
    return isinstance(error, BrokenPipeError) or windows


def give_up_output() -> None:
    """After a closed pipe: let what is still in the buffers go nowhere, at the very end as well."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _on_error(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return in_plain_signs(error.object[error.start : error.end]), error.end


def _plain(sign: str) -> str:
    if sign.isascii():
        return sign
    if sign in _SIGNS:
        return _SIGNS[sign]
    if "\udc80" <= sign <= "\udcff":
        return f"\\x{ord(sign) - 0xDC00:02x}"
    letters = unicodedata.normalize("NFKD", sign).encode("ascii", "ignore").decode()
    return letters or sign.encode("ascii", "backslashreplace").decode()
