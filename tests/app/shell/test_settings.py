"""What the window remembers outlives the window, however that ends."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ganlab.app.shell.settings import Settings

KILLED = """
import os, signal, sys
from pathlib import Path
from ganlab.app.shell.settings import Settings
settings = Settings(Path(sys.argv[1]))
settings.set_page("Losses", "Gradient norms")
settings.set_page("Divergence, bits", "Modes covered")
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_cards_keep_their_pages_after_a_kill(tmp_path: Path) -> None:
    file = tmp_path / "ganlab.ini"
    done = subprocess.run([sys.executable, "-c", KILLED, str(file)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert Settings(file).page("Losses") == "Gradient norms"
    assert Settings(file).page("Divergence, bits") == "Modes covered"
