"""``ganlab models``: the generators that ganlab ships, trained."""

from __future__ import annotations

import json

from ganlab.cli.arguments import PRETRAINED, Parser
from ganlab.pretrained import (
    pretrained_card,
    pretrained_names,
    pretrained_path,
    pretrained_summary,
    pretrained_title,
)


def run(words: list[str]) -> int:
    """Run the command line `words`; the exit code. Raises WrongUse."""
    parser = Parser(
        prog="ganlab models",
        description="List the generators that come trained. They are ordinary runs: "
        f"'ganlab {PRETRAINED}NAME' opens one in the window, 'ganlab evaluate {PRETRAINED}NAME' "
        "measures it, and so with sample, export and train.",
    )
    parser.add_argument("--json", action="store_true", help="print a JSON array of their cards")
    options = parser.parse_args(words)
    names = pretrained_names()
    if options.json:
        cards = [pretrained_card(name) | {"path": str(pretrained_path(name))} for name in names]
        print(json.dumps(cards))
        return 0
    for name in names:
        print(f"{PRETRAINED}{name}", pretrained_title(name), sep="  ")
        print(f"    {pretrained_summary(name)}")
        print(f"    {pretrained_path(name)}")
    return 0
