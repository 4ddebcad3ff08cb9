#!/usr/bin/env bash
# Debian ships Python without the venv module: install it where that may be done, or say how.
#
#   install-venv-module.sh PYTHON
set -euo pipefail

python=${1:?usage: install-venv-module.sh PYTHON}
if "$python" -c 'import ensurepip, venv' 2>/dev/null; then exit 0; fi
package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    apt-get update -q >&2
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$package" >&2
else
    echo "This Python cannot make a virtual environment. On Debian or Ubuntu:" >&2
    echo "  sudo apt-get install $package" >&2
    exit 1
fi
