"""What can be seen of any game of points in which a generator makes samples of noise."""

from __future__ import annotations

from ganlab.games.views import DENSITY as ABOUT_DENSITY
from ganlab.games.views import View

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
    share=0.002,
    label="mapping",
    about="How the generator bends noise: the image of a grid of noise, darker where more "
    "of it lands.",
    on_at_first=True,
    colour="generated",
)
DENSITY = View(
    "density",
    "field",
    depth=4,
    label="density",
    needs=("density_samples",),
    about=ABOUT_DENSITY,
    colour="real",
)
DENSITY_SAMPLES = View("density_samples", "points", share=0.004, colour="generated")
P_G = View("p_g", "values", share=0.002, at_point=True, density=True, caption="p_g(x)")
NOISE = View("noise", "points", still=True)


def average(kept: bool) -> View:
    """Samples of the moving average, if one is `kept`."""
    return View(
        "average",
        "points",
        depth=3,
        share=0.002,
        start="noise",
        label="average",
        about="Samples of the moving average of the generator, from the same noise: the same "
        "without the last wobble.",
        missing="" if kept else NO_AVERAGE,
        colour="generated",
        mark="diamond",
        hollow=True,
    )
