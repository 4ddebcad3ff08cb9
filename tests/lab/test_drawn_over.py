"""A drawing begun over any target of the plane lies where it was drawn, and networks go on."""

from __future__ import annotations

import numpy as np
import pytest

from ganlab.data import make_target
from ganlab.data.drawn.drawing import units_over
from ganlab.data.points import points_from_array
from ganlab.data.target import plane_view
from ganlab.experiment import (
    Change,
    Data,
    DrawingData,
    Experiment,
    Stroke,
    ToyData,
    compare,
    from_json,
)
from ganlab.gan.trainer import Trainer
from tests.small import small

METRES = points_from_array(np.random.default_rng(1).normal((1000, -3), (40, 30), (300, 2)))
UNLIKE = points_from_array(np.random.default_rng(1).normal((1.7e9, 0), (9e5, 0.01), (300, 2)))
STROKE = Stroke(points=((-0.6, 0.2), (0.5, 0.4)), size=0.1, soft=False)
TARGETS: dict[str, Data] = {
    "ring-8": ToyData(name="ring-8"),
    "moons": ToyData(name="moons"),
    "swiss-roll": ToyData(name="swiss-roll"),
    "metres": METRES,
    "unlike columns": UNLIKE,
    "drawing": DrawingData(strokes=(Stroke(points=((0.0, 0.0),)),)),
}


def drawn_over(data: Data, equal: bool | None = None) -> DrawingData:
    """One stroke over a target, kept in a file and read again."""
    units = units_over(data, make_target(data), equal)
    written = Experiment(data=DrawingData(units=units, strokes=(STROKE,))).to_json()
    read = from_json(written).data
    assert isinstance(read, DrawingData)
    return read


@pytest.mark.parametrize("name", TARGETS)
def test_generated_samples_stay_where_they_are(name: str) -> None:
    """In data units and on the screen, bit for bit; and undo brings back what was learned."""
    before = small({"data": TARGETS[name]})
    after = before.model_copy(update={"data": drawn_over(TARGETS[name])})
    assert compare(before, after) is compare(after, before) is Change.LIVE
    old, new = make_target(before.data), make_target(after.data)
    trainer = Trainer(before, old)
    trainer.run(20)
    samples, seen = trainer.sample(200, 1), plane_view(old).forward(trainer.sample(200, 1))
    weights = trainer.generator.parameters.clone()
    trainer.apply(after, new)
    np.testing.assert_array_equal(trainer.sample(200, 1), samples)
    np.testing.assert_array_equal(plane_view(new).forward(samples), seen)
    trainer.run(5)  # on the drawing
    assert np.isfinite(trainer.sample(200, 1)).all()
    trainer.apply(before, old)
    assert trainer.target is old
    trainer.generator.parameters.copy_(weights)
    np.testing.assert_array_equal(trainer.sample(200, 1), samples)


@pytest.mark.parametrize("name", TARGETS)
def test_what_is_drawn_lies_where_it_was_drawn(name: str) -> None:
    target = make_target(drawn_over(TARGETS[name]))
    rows = target.sample(500, np.random.default_rng(2)).rows
    seen = plane_view(make_target(TARGETS[name])).forward(rows)
    (x0, y0), (x1, y1) = STROKE.points
    assert seen[:, 0].min() > x0 - 0.06
    assert seen[:, 0].max() < x1 + 0.06
    assert np.abs(seen[:, 1] - (y0 + (seen[:, 0] - x0) * (y1 - y0) / (x1 - x0))).max() < 0.06


def test_the_choice_of_units_on_the_screen_is_kept() -> None:
    chosen = make_target(drawn_over(METRES, equal=False)).view
    assert chosen == plane_view(make_target(METRES), equal=False)
    assert len(set(chosen.scales)) == 2


def test_the_density_counts_in_data_units() -> None:
    target = make_target(drawn_over(METRES))
    rows = target.sample(20_000, np.random.default_rng(3)).rows
    known = target.log_density(rows)
    assert known is not None
    # E[1 / p(x)] over p is the area that there is ink on.
    width, height = target.view.scales
    area = np.mean(np.exp(-known)) / (width * height)
    stroke = np.hypot(1.1, 0.2) * 0.1 + np.pi * 0.05**2
    assert area == pytest.approx(stroke, rel=0.05)


@pytest.mark.parametrize("data", [ToyData(name="mixture-1d"), ToyData(name="uniform-1d")])
def test_networks_of_one_dimension_do_not_fit(data: ToyData) -> None:
    assert units_over(data, make_target(data)) is None
    over = Experiment(data=drawn_over(data))
    assert compare(Experiment(data=data), over) is Change.REBUILD


def test_a_drawing_of_before_lies_where_it_did() -> None:
    target = make_target(DrawingData(strokes=(STROKE,)))
    assert (target.view.centre, target.view.scale) == ((0.0, 0.0), 1.0)
    assert (target.network.centre, target.network.scale) == ((0.0, 0.0), 0.5)
