"""What a form shows of moment matching."""

from __future__ import annotations

from ganlab.games.shown.forms import NOISE, Form, Formulas, network_section, optimizer_section

_LINES = (
    r"G\downarrow\;\lVert\delta\rVert^2+w\,\lVert\Delta\rVert^2",
    r"\delta=\mathbb{E}\,G(z)-\mathbb{E}\,x,\;\Delta=\mathrm{Cov}\,G(z)-\mathrm{Cov}\,x",
)
FORM = Form(
    Formulas(
        _LINES,
        "Moments",
        "The squared difference of the means, and, weighted, of the covariances.",
        "Li, Swersky and Zemel 2015, section 2",
    ),
    (_LINES,),
    first=(),
    rows=("game.covariances", "game.generator_optimizer.learning_rate"),
    players=(),
    sections=(
        NOISE,
        network_section(
            "Generator", "The network that turns noise into samples.", "game.generator", "generated"
        ),
        optimizer_section(
            "Optimizer G",
            "How the generator turns its gradient into a step.",
            "game.generator_optimizer",
            "generated",
        ),
    ),
    more=("training.batch_size", "game.ema", "training.steps"),
    more_about="Batch size, the generator's moving average, the training's length.",
)
