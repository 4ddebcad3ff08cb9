"""The document: what it allows, what it says when it does not, and what an edit costs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from ganlab.app.forms.fields import ELSEWHERE, IMAGE_DATA, fields
from ganlab.data.toy.catalog import TARGETS
from ganlab.document.data import DrawnUnits
from ganlab.experiment import (
    Change,
    Data,
    DrawingData,
    Experiment,
    ImageData,
    InvalidExperiment,
    Network,
    Noise,
    Optimizer,
    Penalty,
    PointsData,
    Stroke,
    ToyData,
    Training,
    compare,
    from_json,
    load,
    parse,
)
from ganlab.gan.objectives import OBJECTIVES
from ganlab.gan.settings import TwoPlayer, two_player

# --- any document ---------------------------------------------------------------------------

floats = st.floats(-1e6, 1e6, allow_nan=False)
strokes = st.builds(
    Stroke,
    tool=st.sampled_from(["brush", "line", "eraser"]),
    points=st.lists(st.tuples(floats, floats), min_size=1, max_size=4).map(tuple),
    size=st.floats(0.005, 1),
    strength=st.floats(0.05, 1),
    soft=st.booleans(),
)
words = st.text(st.characters(codec="utf-8"), max_size=20)
data = st.one_of(
    st.builds(ToyData, name=st.sampled_from(list(TARGETS))),
    st.builds(DrawingData, strokes=st.lists(strokes, max_size=3).map(tuple)),
    st.builds(PointsData, source=words, values=words),
)
shares = st.floats(0, 1, exclude_max=True)
networks = st.builds(
    Network,
    layers=st.integers(0, 5),
    units=st.integers(1, 512),
    activation=st.sampled_from(["relu", "leaky-relu", "tanh", "elu"]),
)
optimizers = st.builds(
    Optimizer,
    kind=st.sampled_from(["sgd", "momentum", "adam", "rmsprop", "optimistic-adam"]),
    learning_rate=st.floats(1e-6, 1),
    momentum=shares,
    decay=shares,
    schedule=st.sampled_from(["constant", "cosine", "exponential"]),
)
experiments = st.builds(
    Experiment,
    name=words,
    about=words,
    data=data,
    noise=st.builds(
        Noise, kind=st.sampled_from(["gaussian", "uniform"]), dimension=st.integers(1, 128)
    ),
    game=st.builds(
        TwoPlayer,
        generator=networks,
        discriminator=networks,
        objective=st.sampled_from(list(OBJECTIVES)),
        penalty=st.builds(
            Penalty,
            **{name: st.floats(0, 100) for name in ("r1", "r2", "gradient", "one_sided", "dragan")},
            every=st.integers(1, 32),
            clip=st.floats(0, 10),
            spectral=st.booleans(),
            instance_noise=st.floats(0, 2),
            smoothing=st.floats(0, 0.5),
            dropout=st.floats(0, 0.9),
        ),
        generator_optimizer=optimizers,
        discriminator_optimizer=optimizers,
        k=st.integers(1, 20),
        g=st.integers(1, 10),
        ema=shares,
        train=st.sampled_from(["both", "discriminator", "generator"]),
    ),
    training=st.builds(Training, batch_size=st.integers(1, 4096), steps=st.integers(1, 10_000_000)),
    seed=st.integers(0, 2**31 - 1),
)


@settings(max_examples=60)
@given(experiments)
def test_json_round_trip_is_exact(experiment: Experiment) -> None:
    again = from_json(experiment.to_json())
    assert again == experiment
    assert again.to_json() == experiment.to_json()
    assert compare(experiment, again) is Change.NONE


def test_a_file_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "experiment.json"
    path.write_text(Experiment(name="größer").to_json(), encoding="utf-8")
    assert load(path) == Experiment(name="größer")


def test_the_document_is_frozen() -> None:
    experiment = Experiment()
    for part, name in (
        (experiment, "seed"),
        (experiment.training, "steps"),
        (experiment.game, "k"),
    ):
        with pytest.raises(ValidationError):
            setattr(part, name, 2)


# --- damage ---------------------------------------------------------------------------------

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@given(st.binary(max_size=60) | st.text(max_size=60))
def test_what_is_no_document_is_refused(text: str | bytes) -> None:
    try:
        experiment = from_json(text)
    except InvalidExperiment:
        return
    assert experiment == Experiment(), "only {} is a document as short: every field has a default"


@settings(max_examples=60)
@given(experiments, st.data())
def test_a_document_cut_short_is_refused(experiment: Experiment, chance: st.DataObject) -> None:
    text = experiment.to_json().rstrip()
    with pytest.raises(InvalidExperiment, match="not JSON"):
        from_json(text[: chance.draw(st.integers(0, len(text) - 1))])


def places(document: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path of every value in nested JSON."""
    items: Any = ()
    if isinstance(document, dict):
        items = document.items()
    elif isinstance(document, list):
        items = enumerate(document)
    for key, value in items:
        yield (*path, key)
        yield from places(value, (*path, key))


@settings(max_examples=150)
@given(experiments, anything, st.data())
def test_a_document_with_one_thing_replaced_is_one_or_says_where_it_is_wrong(
    experiment: Experiment, instead: Any, chance: st.DataObject
) -> None:
    document = json.loads(experiment.to_json())
    path = chance.draw(st.sampled_from(list(places(document))))
    place = document
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = instead
    said = ""
    try:
        from_json(json.dumps(document))
    except InvalidExperiment as error:
        said = str(error)
    assert not said or said.startswith((str(path[0]), "written by a newer version"))


def test_deep_nesting_and_huge_numbers_are_refused_and_do_not_crash() -> None:
    for text in ("[" * 100_000, '{"a":' * 100_000, '{"seed": ' + "9" * 5000 + "}", b"\xff\xfe"):
        with pytest.raises(InvalidExperiment):
            from_json(text)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("game.k", 0, "is too small: at least 1"),
        ("game.k", 21, "is too large: at most 20"),
        ("game.k", 1.5, "no whole number"),
        ("game.g", 11, "is too large: at most 10"),
        ("training.batch_size", 4097, "is too large: at most 4,096"),
        ("game.ema", 1.01, "is too large: at most 1"),
        ("noise.dimension", 129, "is too large: at most 128"),
        ("noise.kind", "cauchy", "'gaussian' or 'uniform'"),
        ("game.generator.layers", 6, "is too large: at most 5"),
        ("game.generator.units", 0, "is too small: at least 1"),
        ("game.discriminator.activation", "sine", "'relu', 'leaky-relu', 'tanh' or 'elu'"),
        ("game.generator_optimizer.learning_rate", 0.0, "is too small: at least"),
        ("game.generator_optimizer.learning_rate", float("nan"), "no finite number"),
        ("game.penalty.r1", float("inf"), "no finite number"),
        ("game.penalty.r1", -1.0, "is too small: at least 0"),
        ("game.discriminator_optimizer.kind", "lion", "'adam', 'rmsprop' or 'optimistic-adam'"),
        ("game.discriminator_optimizer.momentum", 1.0, "is too large: below 1"),
        ("game.objective", "cross-entropy", "there are minimax, non-saturating, max-likelihood"),
        ("seed", 2**31, "is too large: at most 2,147,483,647"),
        ("name", "x" * 201, "longer than 200 characters"),
    ],
)
def test_a_refusal_names_the_field_and_what_it_allows(path: str, value: Any, said: str) -> None:
    with pytest.raises(InvalidExperiment) as refusal:
        Experiment().with_values({path: value})
    assert str(refusal.value).startswith(f"{path}: ")
    assert said in str(refusal.value)


def test_an_unknown_target_is_refused_with_the_list_of_them() -> None:
    with pytest.raises(InvalidExperiment, match=r"data.*'rings' is not a target.*ring-8.*moons"):
        Experiment().with_values({"data.name": "rings"})


def test_unknown_fields_are_refused_by_name() -> None:
    with pytest.raises(InvalidExperiment, match=r"training\.kk: there is no such field"):
        parse({"training": {"kk": 1}})
    with pytest.raises(InvalidExperiment, match=r"there is no setting 'training\.kk'"):
        Experiment().with_values({"training.kk": 1})
    for path in ("", "training.", ".k", "training.k.k", "seed.x", "nothing.at.all"):
        with pytest.raises(InvalidExperiment, match="there is no setting"):
            Experiment().with_values({path: 1})


@pytest.mark.parametrize("version", [3, 2000])
def test_a_newer_schema_is_refused(version: int) -> None:
    with pytest.raises(InvalidExperiment, match="newer version of ganlab"):
        parse({"schema_version": version})


@pytest.mark.parametrize("version", [0, -1, "2", None, [1], 1.5])
def test_what_is_no_schema_is_refused(version: Any) -> None:
    with pytest.raises(InvalidExperiment, match="schema_version"):
        parse({"schema_version": version})


def test_a_document_of_schema_1_is_lifted() -> None:
    old = {
        "schema_version": 1,
        "name": "old",
        "generator": {"units": 32},
        "discriminator": {"activation": "tanh"},
        "objective": "minimax",
        "penalty": {"r1": 0.5},
        "generator_optimizer": {"schedule": "cosine"},
        "training": {"k": 3, "g": 2, "ema": 0.9, "batch_size": 17, "steps": 77},
        "seed": 5,
    }
    before = json.dumps(old)
    lifted, game = parse(old), two_player(parse(old).game)
    assert json.dumps(old) == before
    assert (game.generator.units, game.discriminator.activation) == (32, "tanh")
    assert (game.objective, game.penalty.r1, game.generator_optimizer.schedule) == (
        "minimax",
        0.5,
        "cosine",
    )
    assert (game.k, game.g, game.ema, game.train) == (3, 2, 0.9, "both")
    assert lifted.training == Training(batch_size=17, steps=77)
    assert (lifted.schema_version, lifted.name, lifted.seed) == (2, "old", 5)
    assert parse({}) == parse({"schema_version": 1}) == Experiment()


def test_settings_answer_to_their_names_of_schema_1() -> None:
    for old, new in (
        ("training.k", "game.k"),
        ("generator.units", "game.generator.units"),
        ("penalty.r1", "game.penalty.r1"),
    ):
        assert Experiment().with_values({old: 4}) == Experiment().with_values({new: 4})


def test_a_wrong_setting_of_the_game_is_named_without_its_kind() -> None:
    with pytest.raises(InvalidExperiment, match=r"^game\.generator\.units: "):
        parse({"schema_version": 2, "game": {"kind": "gan", "generator": {"units": 0}}})
    with pytest.raises(InvalidExperiment, match=r"^game: .*'chess'"):
        parse({"schema_version": 2, "game": {"kind": "chess"}})
    with pytest.raises(InvalidExperiment, match=r"'chess' is no game; there are gan"):
        Experiment().with_values({"game.kind": "chess"})


def test_bounds_hold_for_strokes_of_a_drawing() -> None:
    def drawing(**stroke: Any) -> dict[str, Any]:
        points = {"points": [[0, 0]]}
        return {"data": {"kind": "drawing", "strokes": [{**points, **stroke}]}}

    assert parse(drawing()).data == DrawingData(strokes=(Stroke(points=((0.0, 0.0),)),))
    wrongs: list[dict[str, Any]] = [{"size": 2}, {"points": []}, {"points": [[0]]}]
    for wrong in [*wrongs, {"points": [[0, float("inf")]]}]:
        with pytest.raises(InvalidExperiment, match=r"^data\.drawing\.strokes\.0\."):
            parse(drawing(**wrong))


# --- edits ----------------------------------------------------------------------------------


def test_text_reads_as_the_fields_type() -> None:
    edited = Experiment().with_values(
        {
            "game.k": "3",
            "game.generator_optimizer.learning_rate": "2e-4",
            "game.generator.activation": "tanh",
            "data.name": "moons",
            "name": "mine",
        }
    )
    assert two_player(edited.game).k == 3
    assert two_player(edited.game).generator_optimizer.learning_rate == 2e-4
    assert two_player(edited.game).generator.activation == "tanh"
    assert edited.data == ToyData(name="moons")
    assert Experiment() == Experiment(), "the original is as it was"


def test_a_whole_part_can_be_replaced() -> None:
    stroke = Stroke(points=((0, 0), (0.5, 0.5)))
    edited = Experiment().with_values({"data": DrawingData(strokes=(stroke,)), "game.k": 2})
    assert edited.data == DrawingData(strokes=(stroke,))
    assert two_player(edited.game).k == 2


def test_one_wrong_value_among_several_changes_nothing() -> None:
    with pytest.raises(InvalidExperiment, match=r"^game\.k"):
        Experiment().with_values({"seed": 5, "game.k": 0})


def leaves(model: type[BaseModel], prefix: str = "") -> Iterator[str]:
    """The dotted path of every field of the document."""
    for name, info in model.model_fields.items():
        annotation = TwoPlayer if name == "game" else info.annotation
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            yield from leaves(annotation, f"{prefix}{name}.")
        else:
            yield prefix + name


OTHER: dict[str, tuple[Any, Change]] = {
    "name": ("another", Change.NONE),
    "about": ("more words", Change.NONE),
    "data": (ToyData(name="moons"), Change.REBUILD),
    "noise.kind": ("uniform", Change.REBUILD),
    "noise.dimension": (3, Change.REBUILD),
    "game.generator.layers": (1, Change.REBUILD),
    "game.generator.units": (8, Change.REBUILD),
    "game.generator.activation": ("tanh", Change.REBUILD),
    "game.discriminator.layers": (1, Change.REBUILD),
    "game.discriminator.units": (8, Change.REBUILD),
    "game.discriminator.activation": ("tanh", Change.REBUILD),
    "game.image_networks.kind": ("mlp-2014", Change.REBUILD),
    "game.image_networks.channels": (16, Change.REBUILD),
    "game.image_networks.units": (16, Change.REBUILD),
    "game.conditional": (True, Change.REBUILD),
    "game.kind": ("moments", Change.REBUILD),
    "game.objective": ("minimax", Change.LIVE),
    "game.penalty.r1": (1.0, Change.LIVE),
    "game.penalty.r2": (1.0, Change.LIVE),
    "game.penalty.gradient": (10.0, Change.LIVE),
    "game.penalty.one_sided": (10.0, Change.LIVE),
    "game.penalty.dragan": (10.0, Change.LIVE),
    "game.penalty.every": (8, Change.LIVE),
    "game.penalty.clip": (0.01, Change.LIVE),
    "game.penalty.spectral": (True, Change.LIVE),
    "game.penalty.instance_noise": (0.1, Change.LIVE),
    "game.penalty.smoothing": (0.1, Change.LIVE),
    "game.penalty.dropout": (0.2, Change.LIVE),
    "game.play.updates": ("extra-gradient", Change.LIVE),
    "game.play.unrolled": (5, Change.LIVE),
    "game.play.consensus": (0.1, Change.LIVE),
    "game.play.lookahead": (5, Change.LIVE),
    "game.play.lookahead_share": (0.25, Change.LIVE),
    "game.pack": (2, Change.REBUILD),
    "game.generator_optimizer.kind": ("sgd", Change.LIVE),
    "game.generator_optimizer.learning_rate": (0.1, Change.LIVE),
    "game.generator_optimizer.momentum": (0.9, Change.LIVE),
    "game.generator_optimizer.decay": (0.9, Change.LIVE),
    "game.generator_optimizer.schedule": ("cosine", Change.LIVE),
    "game.discriminator_optimizer.kind": ("sgd", Change.LIVE),
    "game.discriminator_optimizer.learning_rate": (0.1, Change.LIVE),
    "game.discriminator_optimizer.momentum": (0.9, Change.LIVE),
    "game.discriminator_optimizer.decay": (0.9, Change.LIVE),
    "game.discriminator_optimizer.schedule": ("cosine", Change.LIVE),
    "game.k": (2, Change.LIVE),
    "game.g": (2, Change.LIVE),
    "training.batch_size": (7, Change.LIVE),
    "training.steps": (77, Change.LIVE),
    "game.ema": (0.9, Change.LIVE),
    "game.train": ("generator", Change.LIVE),
    "seed": (2, Change.REBUILD),
}


def test_every_field_has_its_place_in_the_table() -> None:
    assert set(leaves(Experiment)) == {*OTHER, "schema_version"}


@pytest.mark.parametrize("path", OTHER)
def test_what_a_change_of_each_field_asks_of_a_running_trainer(path: str) -> None:
    value, expected = OTHER[path]
    old = Experiment()
    new = old.with_values({path: value})
    assert new != old
    assert compare(old, new) is compare(new, old) is expected
    assert compare(new, new) is Change.NONE


def test_one_change_that_rebuilds_is_enough() -> None:
    new = Experiment().with_values({"game.k": 2, "seed": 9, "name": "x"})
    assert compare(Experiment(), new) is Change.REBUILD


def test_only_a_drawing_may_change_under_a_running_trainer() -> None:
    def drawn(x: float) -> Experiment:
        return Experiment(data=DrawingData(strokes=(Stroke(points=((x, 0.0),)),)))

    assert compare(drawn(0), drawn(0.5)) is Change.LIVE
    assert compare(drawn(0), drawn(0.5).with_values({"seed": 3})) is Change.REBUILD
    assert compare(drawn(0), Experiment()) is Change.REBUILD
    points = [Experiment(data=PointsData(values=text)) for text in ("a", "b")]
    assert compare(*points) is Change.REBUILD


@pytest.mark.parametrize("data", [ToyData(name="moons"), PointsData(values="a")])
def test_a_drawing_takes_the_place_of_what_it_was_drawn_over(data: Data) -> None:
    zero, one = (0.0, 0.0), (1.0, 1.0)
    units = DrawnUnits(
        over=data.seen_in, centre=zero, scale=one, network_centre=zero, network_scale=one
    )
    over = Experiment(data=DrawingData(units=units, strokes=(Stroke(points=((0.0, 0.0),)),)))
    assert compare(Experiment(data=data), over) is Change.LIVE
    assert compare(over, Experiment(data=data)) is Change.LIVE
    assert compare(over, Experiment(data=ToyData(name="circles"))) is Change.REBUILD
    assert compare(over, Experiment(data=PointsData(values="b"))) is Change.REBUILD
    assert compare(over, Experiment(data=DrawingData())) is Change.REBUILD
    assert compare(Experiment(data=data), over.with_values({"seed": 3})) is Change.REBUILD


# --- what the window shows of it ------------------------------------------------------------


def test_every_field_of_the_form_says_what_it_is_and_does() -> None:
    rows = {path for path in OTHER if path not in ELSEWHERE}
    assert set(fields()) == rows | {f"data.{name}" for name in IMAGE_DATA}
    for path, field in fields().items():
        assert field.title != path, f"{path} has no title"
        assert len(field.help) > 20, f"{path} has no help"
        assert field.help.rstrip().endswith((".", ")")), path


def test_the_form_says_rightly_what_starts_training_again() -> None:
    for path, field in fields().items():
        top = path if path in OTHER else path.partition(".")[0]
        assert field.restarts == (OTHER[top][1] is Change.REBUILD), path


@pytest.mark.parametrize(
    ("path", "text", "value"),
    [
        ("game.penalty.r1", "0,1", 0.1),
        ("game.penalty.r1", "−0", 0),
        ("game.penalty.r1", "٠٫٥", 0.5),
        ("training.steps", "10,000", 10_000),
        ("training.steps", "10'000", 10_000),
        ("game.k", "2,0", 2),
        ("game.k", "２", 2),
    ],
)
def test_numbers_are_taken_as_people_write_them(path: str, text: str, value: float) -> None:
    changed = Experiment().with_values({path: text})
    assert attrgetter(path)(changed) == value


@pytest.mark.parametrize(
    ("path", "text"), [("game.penalty.r1", "1,000"), ("training.steps", "1.000"), ("seed", "2.000")]
)
def test_a_number_that_could_be_two_is_refused(path: str, text: str) -> None:
    with pytest.raises(InvalidExperiment, match=r"can be read as \d or as \d000"):
        Experiment().with_values({path: text})


@pytest.mark.parametrize("text", ["2,5", "½", "1,2,3", "k"])
def test_no_whole_number_is_refused(text: str) -> None:
    with pytest.raises(InvalidExperiment, match=r"game\.k"):
        Experiment().with_values({"game.k": text})


@pytest.mark.parametrize("path", ["image_networks.conditional", "game.image_networks.conditional"])
def test_who_was_told_classes_by_the_networks_of_images_still_is(path: str) -> None:
    images = Experiment(data=ImageData()).with_values({path: True})
    assert images.game.told
    old = json.loads(images.to_json())
    old["game"]["image_networks"]["conditional"] = old["game"].pop("conditional")
    assert parse(old) == images
    old["data"] = {"kind": "toy", "name": "ring-8"}  # beside points it did nothing
    assert not parse(old).game.told
    first = {"schema_version": 1, "data": old["data"], "image_networks": {"conditional": True}}
    assert not parse(first).game.told
    assert parse(first | {"data": {"kind": "images"}}).game.told
