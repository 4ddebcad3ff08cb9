#!/usr/bin/env bash
# Says which system libraries Qt misses, and installs them where it may (Debian or Ubuntu, as root).
#
#   install-system-libraries.sh [--check] .venv/bin/python
#
# With --check it only says so. Silent and quick when nothing is missing. Qt's wheel brings Qt
# itself but not what it stands on. Exit code 1 while something is missing.
set -euo pipefail

check=
if [ "${1:-}" = --check ]; then check=yes && shift; fi
python=${1:?usage: install-system-libraries.sh [--check] PYTHON}
[ "$(uname -s)" = Linux ] || exit 0

qt=$("$python" -c 'import importlib.util as u; print(list(u.find_spec("PySide6").submodule_search_locations)[0])')/Qt
missing=$({ ldd "$qt"/plugins/platforms/libqxcb.so "$qt"/plugins/platforms/libqoffscreen.so \
    "$qt"/plugins/xcbglintegrations/*.so "$qt"/lib/libQt6Widgets.so.6 \
    "$qt"/lib/libQt6Svg.so.6 2>/dev/null || true; } |
    awk '/=> not found/ {print $1}' | sort -u)
[ -n "$missing" ] || exit 0

package_of() {
    case $1 in
        libEGL.so.1) echo libegl1 ;;
        libGL.so.1) echo libgl1 ;;
        libGLX.so.0) echo libglx0 ;;
        libOpenGL.so.0) echo libopengl0 ;;
        libX11.so.6) echo libx11-6 ;;
        libX11-xcb.so.1) echo libx11-xcb1 ;;
        libdbus-1.so.3) echo libdbus-1-3 ;;
        libfontconfig.so.1) echo libfontconfig1 ;;
        libfreetype.so.6) echo libfreetype6 ;;
        libglib-2.0.so.0 | libgthread-2.0.so.0 | libgio-2.0.so.0 | libgobject-2.0.so.0)
            echo libglib2.0-0 ;;
        libxkbcommon.so.0) echo libxkbcommon0 ;;
        libxkbcommon-x11.so.0) echo libxkbcommon-x11-0 ;;
        libxcb.so.1) echo libxcb1 ;;
        libxcb-cursor.so.0) echo libxcb-cursor0 ;;
        libxcb-glx.so.0) echo libxcb-glx0 ;;
        libxcb-icccm.so.4) echo libxcb-icccm4 ;;
        libxcb-image.so.0) echo libxcb-image0 ;;
        libxcb-keysyms.so.1) echo libxcb-keysyms1 ;;
        libxcb-randr.so.0) echo libxcb-randr0 ;;
        libxcb-render.so.0) echo libxcb-render0 ;;
        libxcb-render-util.so.0) echo libxcb-render-util0 ;;
        libxcb-shape.so.0) echo libxcb-shape0 ;;
        libxcb-shm.so.0) echo libxcb-shm0 ;;
        libxcb-sync.so.1) echo libxcb-sync1 ;;
        libxcb-util.so.1) echo libxcb-util1 ;;
        libxcb-xfixes.so.0) echo libxcb-xfixes0 ;;
        libxcb-xinerama.so.0) echo libxcb-xinerama0 ;;
        libxcb-xkb.so.1) echo libxcb-xkb1 ;;
    esac
}

packages=$(for library in $missing; do package_of "$library"; done | sort -u | tr '\n' ' ')
echo "Qt needs system libraries that are not here:" $missing >&2
if ! command -v apt-get >/dev/null || [ -z "$packages" ]; then
    echo "Install them with your system's package manager." >&2
elif [ -z "$check" ] && [ "$(id -u)" = 0 ]; then
    apt-get update -q >&2
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $packages >&2
    exit 0
else
    echo "  sudo apt-get install --no-install-recommends $packages" >&2
fi
exit 1
