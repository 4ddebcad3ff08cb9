"""Every kind of data says of itself what the house asks."""

from __future__ import annotations

from typing import ClassVar

import pytest

from ganlab.document.data import DataSettings, ImageData, ToyData


class _Nameless(DataSettings):
    plural: ClassVar[str] = "nothing"


def test_a_kind_that_does_not_say_what_it_is_called_cannot_be_made() -> None:
    with pytest.raises(TypeError, match="called"):
        _Nameless()  # type: ignore[abstract]


def test_only_data_in_files_can_be_found_elsewhere() -> None:
    assert ImageData(path="here.npy").found_at("there.npy").files == "there.npy"
    assert not hasattr(ToyData(), "found_at")
