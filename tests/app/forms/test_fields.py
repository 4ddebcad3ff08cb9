"""The fields of the form are those of the document, and numbers read as they are shown."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ganlab.app.forms.field import Field, Number, even_stops, nearest, read_number, stops
from ganlab.app.forms.fields import fields, value_of, without_effect
from ganlab.document.summaries import (
    of_image_networks,
    of_network,
    of_noise,
    of_optimizer,
    of_training,
)
from ganlab.experiment import (
    Experiment,
    ImageData,
    ImageNetworks,
    Network,
    Noise,
    Optimizer,
    Training,
)
from ganlab.figures import exact

NUMBERS = [field for field in fields().values() if field.kind in (int, float)]


def leaves_of(document: dict[str, Any], before: str = "") -> Iterator[str]:
    """The dotted paths of everything that is no part with parts of its own."""
    for name, part in document.items():
        if isinstance(part, dict):
            yield from leaves_of(part, f"{before}{name}.")
        else:
            yield before + name


def test_every_setting_of_the_document_is_a_field() -> None:
    elsewhere = {"schema_version", "name", "about", "data"}
    document = Experiment().model_dump(exclude=elsewhere)
    leaves = set(leaves_of(document))
    assert set(fields()) == leaves | {"data.classes", "data.subset", "data.range"}


def test_fields_carry_what_the_document_says_about_them() -> None:
    rate = fields()["game.discriminator_optimizer.learning_rate"]
    assert rate.full_title == "Learning rate D"
    assert (rate.low, rate.high, rate.restarts) == (1e-6, 1.0, False)
    assert "1e-6 to 1" in rate.help_text
    assert all(field.help for field in fields().values())


def test_only_what_rebuilds_says_that_it_starts_again() -> None:
    restarting = {
        ".".join(path.split(".")[:2] if path.startswith("game") else path.split(".")[:1])
        for path, field in fields().items()
        if field.restarts
    }
    networks = {"game.generator", "game.discriminator", "game.image_networks"}
    assert restarting == {
        "data",
        "noise",
        "seed",
        "game.kind",
        "game.pack",
        "game.conditional",
        *networks,
    }


@pytest.mark.parametrize("field", NUMBERS, ids=lambda field: field.path)
def test_every_stop_of_a_slider_is_allowed_and_reads_back(field: Field) -> None:
    whole = field.kind is int
    values = field.stops
    assert list(values) == sorted(set(values))
    assert values[0] == field.low
    for value in values:
        assert isinstance(value, int) == whole
        assert read_number(exact(value), whole) == value
    for value in (values[0], values[-1]):
        images = field.path.startswith("data.")
        old = Experiment(data=ImageData()) if images else Experiment()
        assert value_of(old.with_values({field.path: value}), field.path) == value


def test_lists_are_text_and_a_field_of_other_data_has_no_value() -> None:
    images = Experiment(data=ImageData()).with_values({"data.classes": "3, 7"})
    assert value_of(images, "data.classes") == "3, 7"
    assert value_of(Experiment(), "data.classes") is None


@pytest.mark.parametrize("field", NUMBERS, ids=lambda field: field.path)
@given(st.floats(allow_nan=False) | st.integers())
def test_every_number_has_one_near_it_that_is_allowed(field: Field, number: float) -> None:
    allowed = field.bounded(number)
    assert field.low <= allowed <= field.high
    assert not field.open_high or allowed < field.high
    assert allowed == number or not field.low <= number < field.high


def test_learning_rates_stop_twenty_times_a_decade() -> None:
    values = stops(1e-6, 1.0, False, False)
    assert len(values) == 121
    assert values[60] == 1e-3
    assert values[66] == 2e-3


@given(st.integers(-1000, 999), st.integers(1, 5000), st.sampled_from([1, 10, 1000]))
def test_equal_steps_are_round_and_hold_both_bounds(low: int, span: int, parts: int) -> None:
    values = even_stops(low / parts, (low + span) / parts, False)
    assert (values[0], values[-1]) == (low / parts, (low + span) / parts)
    assert list(values) == sorted(set(values))
    assert len(values) <= 210
    assert all(read_number(exact(value), False) == value for value in values[1:-1])
    whole = even_stops(low, low + span, True)
    assert (whole[0], whole[-1]) == (low, low + span)
    assert all(isinstance(value, int) for value in whole)
    assert len(whole) <= 210


@given(st.floats(0, 100))
def test_the_nearest_stop_is_nearest(value: float) -> None:
    values: tuple[Number, ...] = stops(0.0, 100.0, False, False)
    index = nearest(values, value)
    assert abs(values[index] - value) == min(abs(stop - value) for stop in values)


@pytest.mark.parametrize(
    ("text", "whole", "value"),
    [
        ("10,000", True, 10_000),
        (" 64 ", True, 64),
        ("0,001", False, 0.001),
        ("2e-4", False, 2e-4),
        ("-1", False, -1.0),
        ("−0,5", False, -0.5),
        ("٠٫٥", False, 0.5),
        ("1.234,5", False, 1234.5),
        ("2,0", True, 2),
        ("1,000", False, "1,000"),
        ("1.000", True, "1.000"),
        ("1.000", False, 1.0),
        ("inf", False, inf),
        ("-1e400", True, -inf),
        ("many", True, "many"),
        ("", False, ""),
    ],
)
def test_typed_numbers(text: str, whole: bool, value: Number | str) -> None:
    assert read_number(text, whole) == value


def test_fields_without_effect_say_why() -> None:
    experiment = Experiment().with_values(
        {"game.generator_optimizer.kind": "sgd", "game.discriminator_optimizer.kind": "rmsprop"}
    )
    off = {"game.play.lookahead_share", "game.penalty.every"}
    assert set(without_effect(experiment)) - off == {
        "game.generator_optimizer.momentum",
        "game.generator_optimizer.decay",
        "game.discriminator_optimizer.momentum",
    }
    linear = Experiment().with_values({"game.generator.layers": 0})
    assert set(without_effect(linear)) - off == {
        "game.generator.units",
        "game.generator.activation",
    }
    assert set(without_effect(Experiment())) == off
    used = {"game.play.lookahead": 5, "game.penalty.r1": 1.0}
    assert not without_effect(Experiment().with_values(used))
    images = Experiment(data=ImageData())
    off |= {"game.play.unrolled", "game.play.consensus"}
    assert set(without_effect(images)) - off == {
        "game.image_networks.units",
        "game.penalty.spectral",
    }
    paper = images.with_values({"game.image_networks.kind": "mlp-2014"})
    assert set(without_effect(paper)) - off == {
        "game.image_networks.channels",
        "game.penalty.dropout",
    }


def test_summaries() -> None:
    assert of_noise(Noise(kind="uniform", dimension=3)) == "Uniform, 3-D"
    assert of_network(Network(layers=2, units=32)) == "2 layers of 32, leaky ReLU"
    assert of_network(Network(layers=1, units=8, activation="elu")) == "1 layer of 8, ELU"
    assert of_network(Network(layers=0)) == "no hidden layer, linear"
    assert of_image_networks(ImageNetworks()) == "DCGAN, 32 channels"
    assert of_optimizer(Optimizer(schedule="cosine")) == "Adam, β₁ 0.5, β₂ 0.999, cosine"
    assert of_optimizer(Optimizer(kind="sgd")) == "SGD"
    assert of_optimizer(Optimizer(kind="rmsprop", decay=0.9)) == "RMSProp, α 0.9"
    paper = Optimizer(kind="momentum", momentum=0.5, schedule="exponential")
    assert of_optimizer(paper) == "SGD, momentum 0.5, slow decay"
    assert of_training(Training(), 0.999) == "batch 256, average 0.999"
    assert of_training(Training(), 1) == "batch 256, mean of all G"
    assert of_training(Training(), 0) == "batch 256"
