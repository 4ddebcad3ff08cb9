#!/usr/bin/env bash
# Puts ganlab into the menu of this user's desktop: the entry, the icons and the file type.
# Needs `ganlab-desktop` on the PATH (pip install . puts it there).
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
icons=$(cd "$here/../../resources/icons" && pwd)
share=${XDG_DATA_HOME:-$HOME/.local/share}

install -D -m 644 "$here/ganlab.desktop" "$share/applications/ganlab.desktop"
install -D -m 644 "$here/ganlab-mime.xml" "$share/mime/packages/ganlab.xml"
install -D -m 644 "$icons/ganlab.svg" "$share/icons/hicolor/scalable/apps/ganlab.svg"
for size in 16 24 32 48 64 128 256 512; do
    install -D -m 644 "$icons/ganlab-$size.png" \
        "$share/icons/hicolor/${size}x${size}/apps/ganlab.png"
done

# The desktop notices by itself sooner or later; these make it sooner, where they exist.
if command -v update-mime-database >/dev/null; then update-mime-database "$share/mime"; fi
if command -v update-desktop-database >/dev/null; then
    update-desktop-database "$share/applications"
fi
if ! command -v ganlab-desktop >/dev/null; then
    echo "ganlab-desktop is not on the PATH yet: pip install ." >&2
fi
