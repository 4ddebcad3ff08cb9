"""A spreadsheet gets every curve, with names, units and one row a step."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np
import pytest

from ganlab.data.points import points_from_array
from ganlab.experiment import Experiment
from ganlab.export.curves import join, write_curves
from ganlab.games import evaluation
from ganlab.games.columns import headers
from ganlab.games.two_player import columns as two_player
from ganlab.gan.columns import SCALARS
from ganlab.metrics.evaluation import EVALUATION
from tests.lab.runs import make_history


def named(experiment: Experiment) -> dict[str, str]:
    return headers((*two_player.columns(experiment), *evaluation.columns(experiment)))


NS = named(Experiment())


def test_a_whole_run_is_there(tmp_path: Path) -> None:
    history = make_history(300)
    path = tmp_path / "curves.csv"
    assert write_curves(path, [history.table(), history.evaluation_table()], NS) == 300
    rows = list(csv.DictReader(path.open(encoding="utf-8", newline="")))
    assert list(rows[0]) == ["step", *(NS[n] for n in (*SCALARS[1:], *EVALUATION[1:]))]
    assert [int(row["step"]) for row in rows] == list(range(1, 301))
    values = [float(row["V(D,G) [nats]"]) for row in rows]
    np.testing.assert_allclose(values, history.recent("value", 300), rtol=1e-6)
    assert [row["step"] for row in rows if row["JS divergence [bits]"]] == ["150"]


def test_tables_of_different_steps_are_joined() -> None:
    header, rows = join(
        [
            (("step", "a"), np.array([[1.0, 10.0], [3.0, 30.0]])),
            (("step", "b", "c"), np.array([[2.0, 5.0, 6.0], [3.0, 7.0, math.nan]])),
            (("step", "d"), np.empty((0, 2))),
        ]
    )
    nan = math.nan
    assert header == ["step", "a", "b", "c", "d"]
    np.testing.assert_array_equal(
        rows, [[1, 10, nan, nan, nan], [2, nan, 5, 6, nan], [3, 30, 7, nan, nan]]
    )


def test_an_untrained_run_has_only_a_header(tmp_path: Path) -> None:
    history = make_history(0)
    empty = [(names, rows[:0]) for names, rows in (history.table(), history.evaluation_table())]
    assert write_curves(tmp_path / "a.csv", empty, NS) == 0
    assert len((tmp_path / "a.csv").read_text(encoding="utf-8").splitlines()) == 1


def test_infinity_and_long_steps_can_be_read_back(tmp_path: Path) -> None:
    rows = np.array([[10_000_001.0, math.inf]])
    write_curves(tmp_path / "a.csv", [(("step", "value"), rows)], NS)
    assert (tmp_path / "a.csv").read_text().splitlines()[1] == "10000001,inf"


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_curves(tmp_path / "missing" / "a.csv", [(("step", "value"), np.empty((0, 2)))], NS)


def test_columns_are_called_as_the_objective_reads_them() -> None:
    names = ("minimax", "least-squares")
    probability, raw = (named(Experiment().with_values({"game.objective": n})) for n in names)
    assert probability["value"] == "V(D,G) [nats]"
    assert probability["d_real"] == "mean D(x) [0..1]"
    assert raw["value"] == "V(D,G)"
    assert raw["d_fake"] == "mean a(G(z))"


def test_a_distance_is_in_the_units_of_the_data_where_they_have_one() -> None:
    points = Experiment(data=points_from_array(np.array([[0.0, 0.0], [1.0, 900.0]])))
    title = "sliced Wasserstein distance"
    assert NS["sliced_wasserstein"] == f"{title} [data units]"
    assert named(points)["sliced_wasserstein"] == f"{title} [view units]"


def test_a_column_that_no_rule_knows_keeps_its_name(tmp_path: Path) -> None:
    write_curves(tmp_path / "a.csv", [(("step", "elbo"), np.array([[1.0, 2.0]]))], NS)
    assert (tmp_path / "a.csv").read_text().splitlines() == ["step,elbo", "1,2"]
