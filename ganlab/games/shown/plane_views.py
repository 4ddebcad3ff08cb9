"""What can be seen of any game of points in which a generator makes samples of noise."""

from __future__ import annotations

from ganlab.experiment import Experiment
from ganlab.games.shown.views import DENSITY as ABOUT_DENSITY
from ganlab.games.shown.views import DENSITY_COUNT, Best, View

NO_AVERAGE = "There is no moving average of the generator: switch it on in the training settings."

REAL = View(
    "real",
    "points",
    depth=3,
    label="real",
    about="Samples of the target: what the generator learns to imitate.",
    on_at_first=True,
    colour="real",
)
GENERATED = View(
    "generated",
    "points",
    depth=3,
    share=0.024,
    between=True,
    start="noise",
    label="generated",
    about="Samples of the generator, always from the same noise: G's turn moves them.",
    on_at_first=True,
    colour="generated",
    mark="diamond",
)
MAPPING = View(
    "mapping",
    "mesh",
    depth=1,
    share=0.001,
    label="mapping",
    about="How the generator bends noise: the image of a grid of noise, darker where more "
    "of it lands.",
    on_at_first=True,
    colour="generated",
)
DENSITY_SAMPLES = View("density_samples", "points", share=0.001, colour="generated")
PUSHED = View("pushed", "values", share=0.001, colour="generated")
"""What G makes of the knots of one-dimensional noise: view units, in one dimension."""
EXACT = "p_g exact, by change of variables"
ESTIMATED = f"p_g estimated: a kernel over {DENSITY_COUNT:,} samples"
P_G = View("p_g", "values", share=0.002, at_point=True, density=True, caption="p_g(x)")
NOISE = View("noise", "points", still=True)


def average(kept: bool) -> View:
    """Samples of the moving average, if one is `kept`."""
    return View(
        "average",
        "points",
        depth=3,
        share=0.001,
        start="noise",
        label="average",
        about="Samples of the moving average of the generator, from the same noise: the same "
        "without the last wobble.",
        missing="" if kept else NO_AVERAGE,
        colour="generated",
        mark="diamond",
        hollow=True,
    )


def density(experiment: Experiment) -> tuple[View, ...]:
    """Both densities, and what they are drawn from."""
    if not experiment.data.on_a_line:
        plane = View(
            "density",
            "field",
            depth=4,
            label="density",
            needs=(DENSITY_SAMPLES.name,),
            about=ABOUT_DENSITY,
            colour="real",
        )
        return plane, DENSITY_SAMPLES
    source = pushed(experiment)
    line = View(
        "density",
        "field",
        depth=4,
        label="density",
        needs=(source.name,),
        about="The density of the target, in blue, and p_g, in orange: exact where the noise has "
        "one dimension, else estimated from samples by a kernel.",
        on_at_first=True,
        caption=_how(experiment),
        noise=experiment.noise.kind,
        colour="real",
    )
    return line, source


def pushed(experiment: Experiment) -> View:
    """What p_g on a line is drawn from."""
    exact = experiment.noise.dimension == 1 and not experiment.game.told
    return PUSHED if exact else DENSITY_SAMPLES


def _how(experiment: Experiment) -> str:
    return EXACT if pushed(experiment) is PUSHED else ESTIMATED


def curves(
    experiment: Experiment, letter: str, best: Best | None, floats: bool
) -> tuple[View, ...]:
    """D over the line beside the best D, as in figure 1 of 2014; `letter`: how D's number is
    written; `floats`: whether D may add any constant. Nothing in the plane."""
    if not experiment.data.on_a_line:
        return ()
    about = (
        "What the discriminator says of each place, as a curve from its lowest below to its "
        "highest at the height of the densities' peak"
    )
    if letter == "D":
        about = about.replace("its lowest", "0").replace("its highest", "1")
    if best is not None and letter == "D":
        about += ", and dashed the best that it could say: D*(x) = p_data(x) / (p_data(x) + p_g(x))"
    elif best is not None:
        about += f", and dashed {letter}*(x), the best for this ratio of p_data(x) to p_g(x)"
    return (
        View(
            "curves",
            "curves",
            depth=4,
            label=letter if best is None else f"{letter}, {letter}*",
            needs=("heatmap", pushed(experiment).name),
            about=f"{about}.",
            best=best,
            floats=floats,
            on_at_first=True,
            caption=_how(experiment),
            noise=experiment.noise.kind,
            colour="discriminator",
        ),
    )
