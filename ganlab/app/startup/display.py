"""Whether there is a screen to open a window on. Qt itself would abort the whole process."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

import PySide6

WITHOUT = "train, evaluate, sample, export and screenshot work without one"


class NoDisplay(Exception):
    """There is none. Its text says why, in one sentence."""


def require_display() -> None:
    """Raise NoDisplay where the platform that Qt would choose cannot work."""
    if not sys.platform.startswith(("linux", "freebsd")):
        return
    chosen = os.environ.get("QT_QPA_PLATFORM", "")
    names = [name.partition(":")[0] for name in chosen.split(";") if name] or ["wayland", "xcb"]
    troubles = [_trouble(name) for name in names]
    if all(troubles):
        raise NoDisplay(f"{troubles[-1]} ({WITHOUT})")


def _trouble(platform: str) -> str:
    """Why Qt's platform of that name would not start; "" when nothing is known against it."""
    plugin = platform.partition("-")[0] if platform.startswith("wayland") else platform
    file = Path(PySide6.__file__).parent / "Qt" / "plugins" / "platforms" / f"libq{plugin}.so"
    if "QT_QPA_PLATFORM_PLUGIN_PATH" not in os.environ and file.parent.is_dir():
        if not file.exists():
            return f"Qt knows no platform '{platform}', which QT_QPA_PLATFORM asks for"
        try:
            ctypes.CDLL(str(file))
        except OSError as error:
            return f"the window cannot be opened, a library is missing: {error}"
    if platform == "xcb":
        return _trouble_of_x()
    return _trouble_of_wayland() if plugin == "wayland" else ""


def _trouble_of_x() -> str:
    display = os.environ.get("DISPLAY", "")
    if not display:
        return "there is no screen to open a window on: DISPLAY is not set"
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return ""  # Qt has brought its own
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    failed = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return f"there is no screen at DISPLAY={display} to open a window on" if failed else ""


def _trouble_of_wayland() -> str:
    folder = os.environ.get("XDG_RUNTIME_DIR", "")
    path = Path(folder) / os.environ.get("WAYLAND_DISPLAY", "wayland-0")
    # A compositor that died may have left its socket behind; Qt then says so itself.
    if path.is_absolute() and path.is_socket():
        return ""
    return "there is no screen to open a window on: no Wayland compositor answers"
