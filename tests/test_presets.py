"""The shipped presets: one for each target, each a valid document with its recipe in words."""

from __future__ import annotations

import json

import pytest

from ganlab.assets import resource_path
from ganlab.data import make_target
from ganlab.data.toy.catalog import IMAGE_PRESETS, TARGETS
from ganlab.experiment import Experiment, ImageData, InvalidExperiment, ToyData
from ganlab.presets import GROUPS, STUDIES, PresetError, load_preset, preset_names, preset_title


def test_there_is_one_preset_a_target_and_a_study_in_the_order_of_the_gallery() -> None:
    assert set(preset_names()) == {*TARGETS, *IMAGE_PRESETS, *STUDIES}
    assert preset_names() == tuple(name for group in GROUPS.values() for name in group)
    files = {path.stem for path in resource_path("presets").glob("*.json")}
    assert files == set(preset_names())


@pytest.mark.parametrize("name", preset_names())
def test_a_preset_plays_its_own_target_and_tells_its_recipe(name: str) -> None:
    preset = load_preset(name)
    assert preset.name == name
    if name not in STUDIES:
        assert preset.data == (ImageData() if name in IMAGE_PRESETS else ToyData(name=name))
    assert [name in group for group in GROUPS.values()].count(True) == 1
    assert len(preset.about) > 100


@pytest.mark.parametrize("name", preset_names())
def test_a_preset_says_every_setting_so_that_new_defaults_do_not_change_it(name: str) -> None:
    written = json.loads(resource_path("presets", f"{name}.json").read_text(encoding="utf-8"))
    assert written == json.loads(Experiment.model_validate(written).to_json())


@pytest.mark.parametrize("name", preset_names())
def test_a_preset_feeds_noise_that_can_fill_its_target(name: str) -> None:
    preset = load_preset(name)
    target = make_target(preset.data)
    if preset.data.kind == "images":  # digits lie near a surface of far fewer dimensions
        assert 16 <= preset.noise.dimension < target.dimension
    else:
        assert preset.noise.dimension >= target.dimension


@pytest.mark.parametrize("ask", [load_preset, preset_title])
def test_an_unknown_name_is_answered_with_those_there_are(ask: object) -> None:
    assert callable(ask)
    with pytest.raises(PresetError, match=r"'ring-9'.*ring-8.*grid-25") as caught:
        ask("ring-9")
    assert isinstance(caught.value, InvalidExperiment)
