"""Before anything imports Qt: no screen, and nobody's own settings and files."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

from hypothesis import settings

# The same examples every time, however slow the machine: no test depends on chance or time.
settings.register_profile("ganlab", deadline=None, derandomize=True, database=None)
settings.load_profile("ganlab")

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Small networks gain nothing from a second thread, and the test beside them loses its own.
os.environ.setdefault("OMP_NUM_THREADS", "1")

_HOME = tempfile.mkdtemp(prefix="ganlab-tests-")
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
# Where the recovery store goes. XDG_CONFIG_HOME stays: pip, which the wheel test starts, reads it;
# tests/app/conftest.py gives QSettings a place of its own instead.
os.environ["XDG_DATA_HOME"] = os.path.join(_HOME, "data")
os.environ["XDG_STATE_HOME"] = os.path.join(_HOME, "state")
