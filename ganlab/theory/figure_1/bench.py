"""The bench: figure 1 of the paper of 2014, which one can walk through."""

from __future__ import annotations

from ganlab.experiment import CurveData, Experiment
from ganlab.presets import load_preset
from ganlab.theory.bench import Bench, Number, Results, Statement, Work
from ganlab.theory.figure_1.moment import (
    Moment,
    criterion,
    divergence_read,
    farthest,
    jensen_shannon,
    theorem,
    value,
)
from ganlab.theory.figure_1.state import EDGES, PLACES, Figure1Controls, moment_of
from ganlab.theory.playground import curve_of

OPTIMUM = "optimum"
"""The work that trains D."""
RUN = "run"
"""Among the results: the Moment of a run that is followed instead of the bench's own game."""


def shown(controls: Figure1Controls, results: Results) -> Moment:
    """The game as it stands: D as it was trained, unless the controls hold one; the run's, where
    one is followed."""
    if RUN in results:
        run: Moment = results[RUN]
        return run
    trained = None if controls.discriminator else results.get(OPTIMUM)
    return moment_of(controls, None if trained is None else trained["logits"])


def numbers(controls: Figure1Controls, results: Results) -> list[Number]:
    """Value and criterion, and how far D is from D*."""
    moment = shown(controls, results)
    return [
        Number("V(D, G), at most C(G)", value(moment), criterion(moment), "nats"),
        Number("C(G) = V(D*, G)", criterion(moment), theorem(moment), "nats"),
        Number("JSD as D reads it", divergence_read(moment), jensen_shannon(moment), "nats"),
        Number("max |D − D*|", farthest(moment), 0.0),
        Number("mass of p_data", float(moment.p.sum()), 1.0),
        Number("mass of p_g", float(moment.g.sum()), 1.0),
    ]


_OBJECTIVES = {"non-saturating": "non-saturating", "saturating": "minimax"}


def experiment(controls: Figure1Controls) -> Experiment:
    """A two-player game on a line, with the data and the noise of the bench."""
    drawn = controls.drawn and CurveData(low=PLACES[0], high=PLACES[-1], heights=controls.drawn)
    return load_preset("mixture-1d").with_values(
        {
            "data": drawn or curve_of(controls.p, EDGES),
            "noise.kind": controls.noise,
            "noise.dimension": controls.dimension,
            "seed": controls.seed,
            "game.objective": _OBJECTIVES[controls.objective],
            "game.penalty.r1": 0.0,  # under a penalty the best D is another than D*
            "name": "figure 1",
            "about": "Figure 1 of the paper of 2014, with data on a line.",
        }
    )


BENCH = Bench(
    name="figure-1",
    title="Figure 1 of 2014, alive",
    group="The game",
    about="Walk from panel (a) to (d): train D to its optimum, take steps of G, train D again, "
    "until p_g is p_data and D says 1/2. Drag p_data by its handles, or draw it.",
    statements=(
        Statement(
            "For a fixed G the best D says how much more often a point comes from the data.",
            r"D^*(x)=\frac{p_{data}(x)}{p_{data}(x)+p_g(x)}",
            "Goodfellow et al. 2014, Proposition 1 and figure 1 (b)",
            "ganlab.theory.figure_1.moment:farthest",
            "tests/theory/test_figure_1.py::test_a_trained_d_is_the_best_there_is",
        ),
        Statement(
            "The value of the game for the best D measures the Jensen-Shannon divergence.",
            r"C(G)=V(D^*,G)=-\log 4+2\,JSD(p_{data}\,\|\,p_g)",
            "Goodfellow et al. 2014, Theorem 1",
            "ganlab.theory.figure_1.moment:theorem",
            "tests/theory/test_figure_1.py::test_the_criterion_is_what_the_theorem_says",
        ),
        Statement(
            "G moves towards where D takes its samples for data.",
            r"\theta\leftarrow\theta+\eta\,\nabla_\theta\,\mathbb{E}_z\log D(G(z))",
            "Goodfellow et al. 2014, section 3 and figure 1 (c)",
            "ganlab.theory.figure_1.generator:step",
            "tests/theory/test_figure_1.py::test_a_step_of_g_goes_up_its_objective",
        ),
        Statement(
            "At the end p_g = p_data, D says 1/2 everywhere, and V is −log 4.",
            r"p_g=p_{data}\;\Rightarrow\;D^*=\tfrac12,\;\;V=-\log 4",
            "Goodfellow et al. 2014, Theorem 1 and figure 1 (d)",
            "ganlab.theory.figure_1.moment:criterion",
            "tests/theory/test_figure_1.py::test_steps_of_both_lead_to_panel_d",
        ),
    ),
    controls=Figure1Controls,
    numbers=numbers,
    works={
        OPTIMUM: Work(
            "Train D to its optimum",
            "Train a discriminator against G as it stands, until V(D, G) stops rising: a few "
            "seconds.",
            "ganlab.theory.figure_1.training:train_discriminator",
            uses=("p", "drawn", "noise", "dimension", "generator", "seed"),
        )
    },
    experiment=experiment,
)
