"""A saved run comes back bit for bit, or a person reads why not; nothing in between."""

from __future__ import annotations

import errno
import io
import json
import os
import zipfile
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ganlab.experiment import Experiment, ImageData
from ganlab.gan.saving.checkpoint import Checkpoint
from ganlab.gan.saving.compact import compact
from ganlab.gan.settings import TwoPlayer
from ganlab.lab.files import archive as archives
from ganlab.lab.files.archive import (
    ArchiveError,
    Run,
    load_any,
    load_run,
    read_run,
    save_run,
    write_run,
)
from ganlab.lab.files.container import MANIFEST, digests
from ganlab.lab.frame import State
from ganlab.lab.verdicts.status import describe
from tests.lab.runs import drawn, make_history, make_run, same

RUN = make_run()
DRAWN = make_run(7, drawn())


def as_bytes(run: Run) -> bytes:
    buffer = io.BytesIO()
    write_run(buffer, run)
    return buffer.getvalue()


SAVED = as_bytes(RUN)
assert RUN.checkpoint is not None
COMPACT_SAVED = as_bytes(replace(RUN, checkpoint=compact(RUN.checkpoint, average=False)))
"""The generator's weights in half precision."""
COMPACT = read_run(io.BytesIO(COMPACT_SAVED))


def members_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


MEMBERS = members_of(SAVED)


def zipped(members: dict[str, bytes], seal: bool = True) -> bytes:
    """A sound zip of these members; with `seal` the manifest's digests are made to fit."""
    if seal:
        manifest = json.loads(members[MANIFEST])
        manifest["sha256"] = digests(members)
        members = members | {MANIFEST: json.dumps(manifest).encode()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def opened(data: bytes) -> Run | None:
    """The run in these bytes, or None for an ArchiveError of one plain sentence."""
    try:
        return read_run(io.BytesIO(data))
    except ArchiveError as error:
        text = str(error)
        assert text.startswith("This file ")
        assert text.endswith(".")
        assert len(text) < 320
        assert "\n" not in text
        assert "Traceback" not in text
        return None


def many(examples: int) -> settings:
    """Settings of a test with so many variants, the same ones in every run."""
    return settings(max_examples=examples, deadline=None, derandomize=True, database=None)


# --- round trips ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "run", [RUN, DRAWN, Run.fresh(Experiment()), Run(Experiment(), None, make_history(3000))]
)
def test_a_run_comes_back_bit_for_bit(run: Run, tmp_path: Path) -> None:
    save_run(tmp_path / "a.ganlab", run)
    assert same(load_run(tmp_path / "a.ganlab"), run)
    assert os.listdir(tmp_path) == ["a.ganlab"]


def test_the_same_run_gives_the_same_bytes() -> None:
    assert as_bytes(RUN) == SAVED


def test_loaded_arrays_can_be_trained_on() -> None:
    loaded = read_run(io.BytesIO(SAVED)).checkpoint
    assert loaded is not None
    assert all(array.flags.writeable and array.flags.owndata for array in loaded.arrays.values())


def test_a_compact_run_is_whole_again_when_it_is_opened(tmp_path: Path) -> None:
    assert RUN.checkpoint is not None
    assert COMPACT.checkpoint is not None
    arrays = COMPACT.checkpoint.arrays
    assert arrays["generator/0.weight"].dtype == np.float32
    np.testing.assert_allclose(
        arrays["generator/0.weight"], RUN.checkpoint.arrays["generator/0.weight"], rtol=2**-11
    )
    np.testing.assert_array_equal(arrays["average/0.weight"], arrays["generator/0.weight"])
    save_run(tmp_path / "a.ganlab", COMPACT)  # from here on in full
    assert same(load_run(tmp_path / "a.ganlab"), COMPACT)


def test_a_run_that_diverged_can_be_saved_too() -> None:
    run = Run.fresh(Experiment(), Checkpoint(3, {"w": np.array([np.nan, np.inf], np.float32)}, {}))
    assert same(read_run(io.BytesIO(as_bytes(run))), run)


def test_an_array_that_would_not_load_is_not_saved() -> None:
    for array in (np.array(["text"]), np.array([1j]), np.array([{}], dtype=object)):
        with pytest.raises(TypeError):
            as_bytes(Run.fresh(Experiment(), Checkpoint(1, {"w": array}, {})))


@given(st.integers(-(2**200), 2**200))
@settings(database=None, derandomize=True)
def test_counters_keep_every_digit(number: int) -> None:
    run = Run.fresh(Experiment(), Checkpoint(1, {}, {"state": {"inc": number}}))
    loaded = read_run(io.BytesIO(as_bytes(run))).checkpoint
    assert loaded is not None
    assert loaded.counters == {"state": {"inc": number}}


def test_an_experiment_opens_untrained(tmp_path: Path) -> None:
    path = tmp_path / "recipe.json"
    path.write_text(drawn().to_json(), encoding="utf-8")
    assert load_any(path).experiment == drawn()
    assert load_any(path).checkpoint is None
    save_run(tmp_path / "run.ganlab", RUN)
    assert same(load_any(tmp_path / "run.ganlab"), RUN)


# --- messages -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"training": {"k": 99}}', "game.k: 99 is too large: at most 20"),
        ('{"data": {"kind": "toy", "name": "moon"}}', "'moon' is not a target"),
        ('{"schema_version": 9}', "newer version of ganlab"),
        ("[", "not JSON"),
        ("x, y", "not JSON"),
    ],
)
def test_a_wrong_experiment_names_its_field(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "recipe.json"
    path.write_text(text)
    with pytest.raises(ArchiveError, match=message):
        load_any(path)
    with pytest.raises(ArchiveError, match=message):
        read_run(io.BytesIO(zipped(MEMBERS | {"experiment.json": text.encode()})))


def test_a_run_whose_images_were_moved_says_which_file_is_missing(tmp_path: Path) -> None:
    images, run = tmp_path / "mine.npy", tmp_path / "run.ganlab"
    np.save(images, np.random.default_rng(0).integers(256, size=(20, 8, 8), dtype=np.uint8))
    save_run(run, Run.fresh(Experiment(data=ImageData(path=str(images)))))
    images.unlink()
    with pytest.raises(ArchiveError) as caught:
        load_run(run)
    text = f"This file cannot be opened without its data: There is no file '{images}'."
    assert str(caught.value) == text


def test_json_of_something_else_is_not_called_an_experiment(tmp_path: Path) -> None:
    for text in ('{"x": [1, 2], "y": [3, 4]}', '{"type": "FeatureCollection", "features": []}'):
        (tmp_path / "points.json").write_text(text)
        with pytest.raises(ArchiveError, match="JSON, but no experiment of ganlab"):
            load_any(tmp_path / "points.json")
    (tmp_path / "near.json").write_text('{"seed": 1, "sed": 2}')
    with pytest.raises(ArchiveError, match="sed: there is no such field"):
        load_any(tmp_path / "near.json")


def test_a_file_of_tomorrow_says_so() -> None:
    manifest = json.dumps({"version": 2, "new": True}).encode()
    with pytest.raises(ArchiveError, match="newer version"):
        read_run(io.BytesIO(zipped(MEMBERS | {MANIFEST: manifest}, seal=False)))


def test_what_is_no_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="No such file"):
        load_run(tmp_path / "missing.ganlab")
    with pytest.raises(ArchiveError, match="not a file"):
        load_run(tmp_path)
    with pytest.raises(ArchiveError, match="No such file"):
        save_run(tmp_path / "missing" / "run.ganlab", RUN)


def test_a_bomb_unfolds_no_further_than_allowed() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in MEMBERS.items():
            archive.writestr(name, bytes(5 * 2**20) if name == MANIFEST else data)
    with pytest.raises(ArchiveError, match="claims"):
        read_run(io.BytesIO(bomb.getvalue()))
    size, lie = (5 * 2**20).to_bytes(4, "little"), (50).to_bytes(4, "little")
    assert opened(bomb.getvalue().replace(size, lie)) is None


def test_what_is_too_large_to_open_is_not_saved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ganlab.lab.files.archive.LIMITS", dict.fromkeys(MEMBERS, 100))
    with pytest.raises(ArchiveError, match="too large"):
        as_bytes(RUN)


# --- ten thousand damaged files -------------------------------------------------------------


def try_each(times: int, check: Callable[[Random], None]) -> None:
    """A check of so many files, each made from another seed: ten times as quick as to have them
    drawn by hypothesis, which could not make bytes any simpler."""
    for seed in range(times):
        try:
            check(Random(seed))
        except BaseException as error:
            error.add_note(f"seed {seed}")
            raise


def damaged(chance: Random, saved: bytes) -> bytes:
    """The saved bytes with one to three of: flips, cuts, holes, insertions, repeats, exchanges."""
    data = bytearray(saved)
    for _ in range(chance.randint(1, 3)):
        # Half of the blows fall on the directory at the end, where a zip is most delicate.
        first = max(len(data) - 400, 0) if chance.random() < 0.5 else 0
        at = chance.randint(first, len(data))
        end = at + chance.randint(1, 64)
        match chance.choice(("flip", "cut", "hole", "insert", "repeat", "write", "swap")):
            case "flip":
                data[at:end] = bytes(byte ^ (1 << chance.randrange(8)) for byte in data[at:end])
            case "cut":
                del data[at:]
            case "hole":
                del data[at:end]
            case "insert":
                data[at:at] = chance.randbytes(end - at)
            case "repeat":
                data[at:at] = data[at:end]
            case "write":
                data[at:end] = chance.choice((b"\0", b"\xff")) * (end - at)
            case "swap":
                data[at:end], data[:64] = data[:64], data[at:end]
    return bytes(data)


@pytest.mark.parametrize(
    ("saved", "whole", "times"), [(SAVED, RUN, 8000), (COMPACT_SAVED, COMPACT, 1500)]
)
def test_damaged_bytes_never_load_in_part(saved: bytes, whole: Run, times: int) -> None:
    def check(chance: Random) -> None:
        run = opened(damaged(chance, saved))
        assert run is None or same(run, whole)

    try_each(times, check)


names = st.sampled_from(sorted(MEMBERS))
OTHER = members_of(as_bytes(DRAWN))


@st.composite
def mixed(draw: st.DrawFn) -> tuple[dict[str, bytes], bool]:
    """Members exchanged, taken from another run, left out or added; and whether that is sealed."""
    members = dict(MEMBERS)
    for _ in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(["exchange", "other", "drop", "add", "empty"]))
        a, b = draw(names), draw(names)
        if kind == "exchange" and a in members and b in members:
            members[a], members[b] = members[b], members[a]
        elif kind == "other":
            members[a] = OTHER[a]
        elif kind == "drop":
            members.pop(a, None)
        elif kind == "add":
            members[draw(st.text(st.characters(codec="ascii"), min_size=1, max_size=12))] = b"?"
        else:
            members[a] = b""
    return members, draw(st.booleans())


@given(mixed())
@many(400)
def test_mixed_up_members_are_refused(mix: tuple[dict[str, bytes], bool]) -> None:
    members, seal = mix
    try:
        data = zipped(members, seal)
    except (KeyError, ValueError, TypeError, AttributeError):
        data = zipped(members, seal=False)
    run = opened(data)
    if not seal:  # a whole file of either run is the only mixture that holds together
        assert run is None or same(run, RUN) or same(run, DRAWN)
    elif run is not None:
        assert same(read_run(io.BytesIO(as_bytes(run))), run)


VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 21, 2**31, -(2**130), 2**64, 0.5, -0.0, 1e308),
    *(float("nan"), float("inf"), "", "x", "\0", "1e400", "AAAA", "é" * 300, "\ud800"),
    *("toy", "drawing", "points", "adam", [], {}, [[]], [[0.5, 0.5]], {"kind": "toy"}),
)
"""What may stand in a document in the place of something else."""


def places_in(document: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of everything in a JSON document."""
    inner = document.items() if isinstance(document, dict) else enumerate(document)
    found = []
    for key, value in inner:
        found.append((*path, key))
        if isinstance(value, dict | list):
            found += places_in(value, (*path, key))
    return found


def rewritten(chance: Random) -> dict[str, bytes]:
    """Members whose experiment or manifest is another JSON document."""
    members = chance.choice((MEMBERS, OTHER))
    name = chance.choice((MANIFEST, "experiment.json"))
    document = json.loads(members[name])
    for _ in range(chance.randint(1, 2)):
        where = chance.choice([p for p in places_in(document) if p[0] != "sha256"])
        place = document
        for key in where[:-1]:
            place = place[key]
        match chance.choice(("replace", "replace", "drop", "add")):
            case "replace":
                place[where[-1]] = deepcopy(chance.choice(VALUES))
            case "drop":
                del place[where[-1]]
            case "add" if isinstance(place, dict):
                place[chance.choice(("", "k", "kind", "extra"))] = deepcopy(chance.choice(VALUES))
    return members | {name: json.dumps(document).encode()}


def test_rewritten_documents_load_whole_or_not_at_all() -> None:
    def check(chance: Random) -> None:
        run = opened(zipped(rewritten(chance)))
        assert run is None or same(read_run(io.BytesIO(as_bytes(run))), run)

    try_each(700, check)


@given(
    st.sampled_from(["weights.safetensors", "history.safetensors"]),
    st.integers(0, 900),
    st.binary(min_size=1, max_size=12),
    st.booleans(),
)
@example("weights.safetensors", 0, b"\xff" * 8, True)
@example("history.safetensors", 0, b"\0" * 8, True)
@many(500)
def test_damaged_arrays_load_whole_or_not_at_all(
    name: str, at: int, patch: bytes, over: bool
) -> None:
    for members in (MEMBERS, members_of(COMPACT_SAVED)):
        data = members[name]
        data = data[:at] + patch + data[at + len(patch) if over else at :]
        run = opened(zipped(members | {name: data}))
        assert run is None or same(read_run(io.BytesIO(as_bytes(run))), run)


@pytest.mark.parametrize("kind", ["BF16", "I32", "BOOL", "C64", "F8_E4M3"])
def test_other_kinds_of_numbers_are_refused(kind: str) -> None:
    header = json.dumps({"w": {"dtype": kind, "shape": [0], "data_offsets": [0, 0]}}).encode()
    data = len(header).to_bytes(8, "little") + header
    assert opened(zipped(MEMBERS | {"weights.safetensors": data})) is None


# --- the disk -------------------------------------------------------------------------------


def test_a_full_disk_costs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "run.ganlab"
    save_run(path, RUN)

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ArchiveError, match=r"run\.ganlab could not be saved: the disk is full\."):
        save_run(path, DRAWN)
    assert path.read_bytes() == SAVED
    assert os.listdir(tmp_path) == ["run.ganlab"]


def test_a_failure_half_way_costs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "run.ganlab"
    save_run(path, RUN)

    def stop(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(zipfile.ZipFile, "writestr", stop)
    with pytest.raises(KeyboardInterrupt):
        save_run(path, DRAWN)
    assert path.read_bytes() == SAVED
    assert os.listdir(tmp_path) == ["run.ganlab"]


@pytest.mark.parametrize("objective", ["non-saturating", "least-squares"])
def test_numbers_of_another_game_in_an_older_file_are_left_out(
    objective: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once V was 2014's under every objective: of least squares it would stand beside −1/4."""
    run, path = (
        make_run(experiment=Experiment(game=TwoPlayer(objective=objective))),
        tmp_path / "old.ganlab",
    )
    with monkeypatch.context() as older:
        older.setattr(archives, "OWN_VALUE", "unknown then")
        save_run(path, run)
    old = load_run(path).history
    known = objective == "non-saturating"
    for name in ("value", "d_real", "d_fake"):
        assert np.isfinite(old.recent(name, 40)).all() == known
        assert np.isfinite(old.curve(name)[1]).all() == known
    assert np.isfinite(old.curve("discriminator_loss")[1]).all()
    assert describe(old, State.PAUSED, run.experiment).headline == "Paused"
    save_run(path, run)
    assert np.isfinite(load_run(path).history.latest("value"))
