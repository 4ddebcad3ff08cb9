"""``ganlab presets``: the named experiments."""

from __future__ import annotations

import json

from ganlab.cli.arguments import Parser
from ganlab.presets import load_preset, preset_names, preset_title


def run(words: list[str]) -> int:
    """Run the command line `words`; the exit code. Raises WrongUse."""
    parser = Parser(prog="ganlab presets", description="List the named experiments.")
    parser.add_argument("--json", action="store_true", help="print a JSON array")
    options = parser.parse_args(words)
    presets = [
        {"name": name, "title": preset_title(name), "about": load_preset(name).about}
        for name in preset_names()
    ]
    if options.json:
        print(json.dumps(presets))
    else:
        name, title = (2 + max(len(preset[key]) for preset in presets) for key in ("name", "title"))
        for preset in presets:
            about = _first_sentence(preset["about"])
            print(f"{preset['name']:{name}}{preset['title']:{title}}{about}")
    return 0


def _first_sentence(text: str) -> str:
    return text.partition(". ")[0].rstrip(".") + "."
