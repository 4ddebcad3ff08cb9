"""``ganlab eigenvalues``: the eigenvalues of a game's Jacobian, where a run stands."""

from __future__ import annotations

import json
import sys
import time

from ganlab.cli.arguments import Parser, WrongUse, add_run, read_trained
from ganlab.games.table import GAMES
from ganlab.gan.settings import TwoPlayer
from ganlab.lab.files.archive import Run


def run(words: list[str]) -> int:
    """Run the command line `words`; the exit code. Raises WrongUse."""
    parser = Parser(
        prog="ganlab eigenvalues",
        description="Compute the eigenvalues of J = dv/dw, v = -(gradient of D's loss, gradient of "
        "G's) in all parameters w of both players: whether the game comes to rest near where it "
        "stands, circles or leaves (Mescheder et al. 2017). Of small networks, in the plane.",
    )
    add_run(parser)
    parser.add_argument(
        "--json", action="store_true", help="print one JSON object, with all of them"
    )
    options = parser.parse_args(words)
    trained = read_trained(options.run)
    if not isinstance(trained.experiment.game, TwoPlayer):
        title = GAMES[trained.experiment.game.kind].title
        raise WrongUse(f"{options.run}: {title} is no game of two players")
    try:
        return _compute_and_report(trained, options.json)
    except ValueError as error:
        raise WrongUse(f"{options.run}: {error}") from None


def _compute_and_report(trained: Run, as_json: bool) -> int:
    """Print them; the exit code. Raises ValueError where they cannot be computed."""
    from ganlab.interruptible import Cancelled, stop_on_signals
    from ganlab.lab.figures.spectrum import of_flow, of_step
    from ganlab.lab.figures.spectrum_job import SpectrumQuestion, measure
    from ganlab.progress import ProgressBar

    assert trained.checkpoint is not None
    question = SpectrumQuestion(trained.experiment, trained.checkpoint)
    bar, began = ProgressBar(sys.stderr), time.monotonic()
    with stop_on_signals() as stop:
        try:
            found = measure(
                question,
                lambda done, total: bar.show_share(done, total, time.monotonic() - began),
                stop.is_set,
            )
        except Cancelled:
            return stop.code
        finally:
            bar.close()
    if as_json:
        figures = {
            "step": found.step,
            "parameters": len(found.values),
            "right_of_axis": found.right_of_axis,
            "largest_factor": found.largest_factor,
            "rates": found.rates,
            "eigenvalues": [[value.real, value.imag] for value in found.values.tolist()],
        }
        print(json.dumps(figures))
        return 0
    print(f"step {found.step:,}: {len(found.values):,} eigenvalues")
    print(of_flow(found))
    print(of_step(found))
    return 0
