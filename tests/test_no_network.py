"""ganlab makes no network access at all: nothing tries to, and nothing in it could."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "ganlab"

# Python runs a module of this name in every process that it starts, workers too. The hook cannot
# be taken away again, and what is done in C or swallowed by an `except` is noted all the same.
GUARD = """
import os
import sys

REFUSED = {
    "socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr",
    "socket.getnameinfo", "socket.sendto", "socket.sendmsg", "urllib.Request",
}

def refuse(event, arguments):
    if event in REFUSED:
        with open(os.environ["NETWORK_LOG"], "a") as log:
            print(event, arguments, file=log)
        raise OSError(f"{event} is refused")

sys.addaudithook(refuse)
"""

NETWORK = {
    "PySide6.QtNetwork",
    "PySide6.QtWebEngineWidgets",
    "aiohttp",
    "ftplib",
    "http",
    "httpx",
    "huggingface_hub",
    "requests",
    "smtplib",
    "socket",
    "socketserver",
    "ssl",
    "torch.hub",
    "torchvision",
    "urllib",
    "urllib3",
    "websockets",
    "xmlrpc",
}


@pytest.fixture
def guarded(tmp_path: Path) -> dict[str, str]:
    """An environment in which a process cannot reach the network, and writes down each attempt."""
    (tmp_path / "sitecustomize.py").write_text(GUARD, encoding="utf-8")
    return {
        **os.environ,
        "NETWORK_LOG": str(tmp_path / "network.log"),
        "PYTHONPATH": os.pathsep.join([str(tmp_path), str(PACKAGE.parent)]),
        "QT_QPA_PLATFORM": "offscreen",
    }


def run(program: list[str], environment: dict[str, str]) -> str:
    """Run Python with these arguments; its output, errors too."""
    done = subprocess.run(
        [sys.executable, *program],
        env=environment,
        cwd=Path(environment["NETWORK_LOG"]).parent,
        capture_output=True,
        text=True,
        timeout=120,
    )
    return f"exit {done.returncode}\n{done.stdout}{done.stderr}"


@pytest.mark.parametrize(
    "attempt",
    [
        "import socket; socket.socket().connect(('127.0.0.1', 9))",
        "import socket; socket.getaddrinfo('localhost', 9)",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9')",
    ],
)
def test_the_guard_keeps_watch(attempt: str, guarded: dict[str, str]) -> None:
    assert "is refused" in run(["-c", attempt], guarded)
    assert Path(guarded["NETWORK_LOG"]).exists()


@pytest.mark.parametrize(
    "program",
    [
        ["-m", "ganlab", "presets"],
        ["-m", "ganlab", "train", "ring-8", "--steps", "5"],
        ["-m", "ganlab", "screenshot", "ring-8", "window.png"],
        ["-c", "from ganlab.data.images import load_mnist; load_mnist('train')"],
    ],
    ids=["presets", "train", "window", "mnist"],
)
def test_nothing_tries_the_network(program: list[str], guarded: dict[str, str]) -> None:
    assert run(program, guarded).startswith("exit 0")
    assert not Path(guarded["NETWORK_LOG"]).exists()


def test_no_file_imports_anything_that_speaks_to_a_network() -> None:
    files = list(PACKAGE.rglob("*.py"))
    assert len(files) > 50
    for path in files:
        for module in imported(ast.parse(path.read_bytes())):
            parts = module.split(".")
            names = {".".join(parts[:end]) for end in range(1, len(parts) + 1)}
            assert not names & NETWORK, f"{path} imports {module}"


def imported(tree: ast.AST) -> Iterator[str]:
    """Every module, and every name out of one, that a file imports anywhere."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
