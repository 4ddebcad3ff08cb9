"""``ganlab`` and ``python -m ganlab`` start here."""

import gc
import os
import sys
from types import ModuleType


def main() -> int:
    """Run the command line of this process; returns its exit code."""
    code: int = load().main()
    return code


def desktop() -> int:
    """Open the window for a desktop's launcher; returns the exit code."""
    code: int = load().desktop()
    return code


def load() -> ModuleType:
    """Import the command line, quickly."""
    _leave_plugins()
    if getattr(sys, "frozen", False):  # a worker of a bundled program starts here, too
        import multiprocessing

        multiprocessing.freeze_support()
    gc.disable()  # importing makes much and throws little away
    from ganlab import cli

    gc.freeze()  # what has been imported stays: the collector need not look through it
    gc.enable()
    return cli


def _leave_plugins() -> None:
    """Pydantic is to look for none (see ganlab's __init__). What would look takes a while to load,
    too, importlib.metadata and e-mail with it: a module that finds nothing takes its place."""
    if os.environ["PYDANTIC_DISABLE_PLUGINS"] == "__all__":
        nothing = ModuleType("pydantic.plugin._loader")
        nothing.__dict__["get_plugins"] = tuple
        sys.modules.setdefault(nothing.__name__, nothing)


if __name__ == "__main__":
    sys.exit(main())
