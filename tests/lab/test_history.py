"""A run's measurements: nothing lost that a plot could show, and never more memory."""

from __future__ import annotations

import math
import tracemalloc
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from ganlab.experiment import Experiment
from ganlab.games.columns import WINDOW
from ganlab.gan.columns import SCALARS
from ganlab.lab.frame import Frame, State
from ganlab.lab.past.buckets import CAPACITY
from ganlab.lab.past.history import History
from ganlab.lab.past.saved_history import COLUMNS, EVALUATION_COLUMNS, EVALUATIONS, RECENT
from ganlab.metrics.evaluation import EVALUATION

Rows = NDArray[np.float64]


def rows(first: int, last: int, value: float = 0.0) -> Rows:
    """Records of the steps first..last; every figure is `value` but V, which equals the step."""
    table = np.full((last - first + 1, len(SCALARS)), value)
    table[:, 0] = table[:, SCALARS.index("value")] = np.arange(first, last + 1)
    return table


def run(steps: int, batch: int = 5000) -> History:
    history = History.of(Experiment())
    for start in range(1, steps + 1, batch):
        history.append(rows(start, min(start + batch - 1, steps)))
    return history


def test_an_empty_history_answers() -> None:
    history = History.of(Experiment())
    assert history.steps == 0
    assert np.isnan(history.latest("value"))
    assert np.isnan(history.evaluation_latest("js_bits"))
    assert history.recent("value", 10).shape == (0,)
    assert [len(axis) for axis in history.curve("value")] == [0, 0]
    assert [len(axis) for axis in history.evaluation_curve("mmd")] == [0, 0]
    assert len(history.table()[1]) == 0


def test_it_takes_what_a_frame_brings() -> None:
    history = History.of(Experiment())
    evaluation = dict.fromkeys(EVALUATION, 0.25) | {"step": 3.0}
    frame = Frame(1, 3, State.RUNNING, 10.0, scalars=rows(1, 3), evaluations=(evaluation,))
    history.take(frame)
    history.take(Frame(1, 3, State.RUNNING, 10.0))
    assert history.steps == 3
    assert history.latest("value") == 3
    assert history.recent("value", 2).tolist() == [2, 3]
    assert history.evaluation_latest("js_bits") == 0.25


@given(st.integers(0, 9000), st.integers(1, 500))
@settings(max_examples=30)
def test_thinned_it_keeps_the_whole_way_in_few_rows(steps: int, most: int) -> None:
    history = run(steps)
    for step in range(100, steps + 1, 100):
        history.append_evaluation(dict.fromkeys(EVALUATION, 0.5) | {"step": step})
    thin = History.from_arrays(history.thinned(most).arrays(), history)
    x, y = thin.curve("value")
    assert thin.steps == steps
    assert len(x) == min(len(history.table()[1]), most)
    # V equals the step: a mean of a stretch lies between its ends.
    assert (y <= x).all()
    assert (y[1:] > x[:-1]).all()
    assert len(thin.evaluation_curve("mmd")[0]) == min(steps // 100, most)
    if steps >= 100:
        assert thin.evaluation_latest("step") == steps // 100 * 100


def test_a_short_run_is_drawn_as_it_came() -> None:
    x, y = run(500).curve("value")
    np.testing.assert_array_equal(x, np.arange(1, 501))
    np.testing.assert_array_equal(y, x)


@pytest.mark.parametrize("batch", [1, 7, 997])
def test_batches_do_not_matter(batch: int) -> None:
    steps = 2 * CAPACITY + 123
    one, other = run(steps, batch), run(steps, steps)
    for name, array in one.arrays().items():
        np.testing.assert_array_equal(array, other.arrays()[name], err_msg=name)


def test_a_long_run_keeps_its_ends_its_spikes_and_its_mean() -> None:
    steps = 300_000
    everything = rows(1, steps, 0.5)
    everything[123_456, SCALARS.index("d_real")] = 9.0
    history = History.of(Experiment())
    for part in np.array_split(everything, 40):
        history.append(part)
    x, y = history.curve("d_real", 1000)
    assert len(x) == 1000
    assert np.all(np.diff(x) >= 0)
    assert (x[0], x[-1]) == (1, steps)
    assert y.max() == 9.0
    assert y.min() == 0.5
    at = x[y.argmax()]
    assert abs(at - 123_457) < steps / 250
    names, table = history.table()
    assert names == SCALARS
    assert CAPACITY // 2 <= len(table) <= CAPACITY
    np.testing.assert_allclose(table[:-1, 1], table[:-1, 0] - (table[1, 0] - table[0, 0] - 1) / 2)


def test_memory_does_not_grow_with_the_run() -> None:
    def bytes_of(history: History) -> int:
        return sum(
            array.nbytes
            for owner in (history, history._buckets)
            for array in vars(owner).values()
            if isinstance(array, np.ndarray)
        )

    history = run(10_000)
    before = bytes_of(history)
    for start in range(10_001, 1_000_001, 30_000):
        history.append(rows(start, min(start + 29_999, 1_000_000)))
    assert history.steps == 1_000_000
    assert bytes_of(history) == before < 5 * 2**20
    assert len(history.curve("value")[0]) <= 2000
    np.testing.assert_array_equal(history.recent("value", 3), [999_998, 999_999, 1_000_000])
    assert len(history.recent("value", 10**9)) == RECENT


def test_a_long_run_takes_no_more_memory_for_a_moment_either() -> None:
    """When the newest rows have come to the end of their memory they move to its front."""
    history = run(2 * RECENT, batch=RECENT)
    more = rows(2 * RECENT + 1, 2 * RECENT + 1000)
    tracemalloc.start()
    try:
        history.append(more)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < RECENT * more[0].nbytes / 2
    newest = history.recent("value", 10**9)
    assert newest.tolist() == list(range(RECENT + 1001, 2 * RECENT + 1001))


@pytest.mark.parametrize(("steps", "back"), [(100, 40), (20_000, 15_000), (200_000, 190_123)])
def test_a_run_that_goes_back_takes_its_future_back(steps: int, back: int) -> None:
    history = run(steps)
    history.append(rows(back, back + 10, 1.0))
    assert history.steps == back + 10
    x, y = history.curve("d_real", 10**9)
    assert np.all(np.diff(x) >= 0)
    assert x[-1] == back + 10
    assert y[-1] == 1
    assert history.recent("d_real", 12).tolist() == [0.0] + [1.0] * 11
    value_x, value = history.curve("value", 10**9)
    np.testing.assert_array_equal(value, value_x)


def test_going_back_further_than_the_newest_rows_reach_loses_one_bucket_at_most() -> None:
    history = run(500_000)
    width = history._buckets.width
    history.append(rows(100_001, 100_010))
    x, y = history.curve("value", 10**9)
    assert np.all(np.diff(x) >= 0)
    assert np.diff(x).max() <= 2 * width
    np.testing.assert_array_equal(y, x)
    assert len(history.recent("value", 100)) == 10


def test_a_reset_starts_a_new_curve_at_full_resolution() -> None:
    history = run(100_000)
    history.append(rows(0, 50))
    np.testing.assert_array_equal(history.curve("value")[0], np.arange(51))


def test_steps_repeated_within_a_batch_keep_the_newest() -> None:
    history = History.of(Experiment())
    batch = rows(1, 6)
    batch[:, 0] = [1, 2, 3, 3, 2, 4]
    history.append(batch)
    x, y = history.curve("value")
    assert x.tolist() == [1, 2, 4]
    assert y.tolist() == [1, 5, 6]


def test_going_back_forgets_later_evaluations() -> None:
    history = run(100)
    for step in (20, 50, 90):
        history.append_evaluation({"step": step, "js_bits": step})
    history.append(rows(60, 60))
    assert history.evaluation_curve("js_bits")[0].tolist() == [20, 50]
    assert np.isnan(history.evaluation_latest("mmd"))


def test_numbers_that_are_not_finite_leave_gaps_and_no_holes() -> None:
    history = History.of(Experiment())
    batch = rows(1, 4)
    batch[:, 1] = [1.0, np.nan, np.inf, -np.inf]
    history.append(batch)
    np.testing.assert_array_equal(history.curve("value")[1], [1.0, np.nan, np.nan, np.nan])
    assert history.latest("value") == -np.inf
    history.append(np.full((2, len(SCALARS)), np.nan))
    assert history.steps == 4
    history.append(rows(5, 50_000))
    assert np.isfinite(history.curve("value")[1]).all()


def test_huge_numbers_do_not_warn() -> None:
    history = History.of(Experiment())
    history.append(rows(1, 3 * CAPACITY, 1.7e308))
    assert np.isfinite(history.curve("d_real")[1]).all()


def test_evaluations_thin_out_and_keep_the_newest() -> None:
    history = History.of(Experiment())
    for step in range(EVALUATIONS + 10):
        history.append_evaluation({"step": step, "mmd": step})
    x, y = history.evaluation_curve("mmd")
    assert len(x) <= EVALUATIONS
    assert x[-1] == EVALUATIONS + 9
    np.testing.assert_array_equal(x, y)
    assert np.all(np.diff(x) > 0)
    names, table = history.evaluation_table()
    assert names == EVALUATION
    assert table.shape == (len(x), len(EVALUATION))


@pytest.mark.parametrize("steps", [0, 3, 5000, 70_000])
def test_a_saved_history_goes_on_where_it_was(steps: int) -> None:
    history = run(steps)
    history.append_evaluation({"step": steps, "mmd": 1.0})
    other = History.from_arrays(history.arrays(), history)
    for each in (history, other):
        each.append(rows(steps + 1, steps + 9000))
    for name, array in history.arrays().items():
        np.testing.assert_array_equal(array, other.arrays()[name], err_msg=name)


def _without(name: str) -> Callable[[dict[str, Rows]], None]:
    return lambda arrays: arrays.__delitem__(name)


def _with(name: str, make: Callable[[Rows], Rows]) -> Callable[[dict[str, Rows]], None]:
    return lambda arrays: arrays.__setitem__(name, make(arrays[name]))


def _bytes_of(array: Rows, more: bytes) -> Rows:
    return np.frombuffer(array.tobytes() + more, np.uint8)


NAMES = (COLUMNS, EVALUATION_COLUMNS)
TABLES = [name for name in History.of(Experiment()).arrays() if name not in NAMES]


@pytest.mark.parametrize(
    "damage",
    [
        *[_without(name) for name in TABLES],
        *[_with(name, lambda a: np.zeros(a.shape, np.int64)) for name in (*TABLES, *NAMES)],
        *[_with(name, lambda a: a[..., :-1]) for name in TABLES],
        *[_with(name, lambda a: a[:0]) for name in NAMES],
        *[_with(name, lambda a: a + 128) for name in NAMES],
        *[_with(name, lambda a: np.append(a, a)) for name in NAMES],
        *[_with(name, lambda a: np.append(a, np.uint8(10))) for name in NAMES],
        *[_with(name, lambda a: a[2:]) for name in NAMES],
        *[_with(name, lambda a: np.tile(a, 100)) for name in NAMES],
        *[_with(name, lambda a: _bytes_of(a, b"\nmore")) for name in NAMES],
        *[_with(name, lambda a: _bytes_of(a, b"\n\x07")) for name in NAMES],
        *[_with(name, lambda a: np.full_like(a, np.nan)) for name in ("recent", "low", "width")],
        *[_with(name, lambda a: a[::-1].copy()) for name in ("recent", "low", "evaluations")],
        _with("count", lambda a: a + 1e9),
        _with("high", lambda a: a - 1e9),
        _with("high", lambda a: np.where(a == a, np.inf, a)),
        _with("low", lambda a: a[:-1]),
        _with("width", lambda a: np.array([0.0, 0.0])),
        _with("width", lambda a: np.array([2.5, 1.0])),
        _with("width", lambda a: np.array([np.inf, 1.0])),
        _with("width", lambda a: np.array([2.0, 3.0])),
        _with("recent", lambda a: a[:-1]),
        _with("recent", lambda a: a[:0]),
        _with("recent", lambda a: np.tile(a, (40, 1))),
    ],
)
def test_a_damaged_history_is_refused(damage: Callable[[dict[str, Rows]], None]) -> None:
    history = run(9000)
    for step in (1, 2):
        history.append_evaluation({"step": step})
    arrays = history.arrays()
    damage(arrays)
    with pytest.raises(ValueError, match="history"):
        History.from_arrays(arrays, history)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(
            st.tuples(
                st.one_of(st.integers(0, 50), st.just(np.nan)),
                st.floats(allow_nan=True, allow_infinity=True),
            ),
            max_size=20,
        ),
        max_size=12,
    )
)
def test_whatever_comes_the_curve_is_in_order(batches: list[list[tuple[float, float]]]) -> None:
    history = History.of(Experiment())
    expected: dict[float, float] = {}
    for batch in batches:
        table = np.zeros((len(batch), len(SCALARS)))
        for row, (step, value) in zip(table, batch, strict=True):
            row[0], row[1] = step, value
            if np.isfinite(step):
                expected = {s: v for s, v in expected.items() if s < step} | {step: value}
        history.append(table)
    x, y = history.curve("value")
    assert x.tolist() == list(expected)
    values = np.array(list(expected.values()), dtype=np.float64)
    np.testing.assert_array_equal(y, np.where(np.isfinite(values), values, np.nan))
    restored = History.from_arrays(history.arrays(), history)
    np.testing.assert_array_equal(restored.curve("value")[0], x)


def test_what_stands_now_is_the_mean_of_the_newest_steps_or_what_the_last_came_to() -> None:
    history = History.of(Experiment())
    assert math.isnan(history.now("value"))
    history.append(rows(1, 800))
    newest = history.recent("value", WINDOW)
    assert history.now("value") == newest.mean()
    assert not history.measured
    history.append(rows(800, 800) + 1000 * (np.arange(len(SCALARS)) > 0), measured=True)
    assert history.measured
    assert history.now("value") == history.latest("value") == newest[-1] + 1000
    assert history.steps == 800, "measured again, and not another step"
    history.append(rows(801, 900))
    assert history.now("value") == history.recent("value", WINDOW).mean()


def test_what_stands_now_in_a_young_run_is_near_the_end_of_its_line() -> None:
    """Its first steps, far from where it is, have no part in it."""
    history = History.of(Experiment())
    for steps, window in ((1, 1), (18, 1), (20, 2), (200, 20), (639, 63), (640, 64), (2000, 64)):
        history.append(rows(history.steps + 1, steps))
        assert history.now("value") == history.recent("value", window).mean()


def test_an_evaluation_is_of_before_once_the_run_has_gone_on() -> None:
    history = History.of(Experiment())
    assert history.evaluated_before is None
    history.append(rows(1, 20))
    assert history.evaluated_before is None
    history.append_evaluation({"step": 20, "js_bits": 0.5})
    assert history.evaluated_before is None
    half = rows(20, 20)
    half[0, 0] = 20.5
    history.append(half, measured=True)
    assert history.evaluated_before is None, "D has moved on, and p_g has not"
    history.append(rows(21, 30))
    assert history.evaluated_before == 20
    history.append_evaluation({"step": 30, "js_bits": 0.5})
    assert history.evaluated_before is None


def test_half_steps_are_curves_and_no_rows_of_the_table() -> None:
    history = History.of(Experiment())
    steps = [0.5, 1, 1.5, 2, 3]
    some = np.tile(rows(1, 1), (len(steps), 1))
    some[:, 0] = steps
    some[:, 1] = steps
    history.append(some, measured=True)
    assert history.curve("value")[0].tolist() == steps
    assert history.table()[1][:, :2].tolist() == [[1, 1], [2, 2], [3, 3]]
    assert History.from_arrays(history.arrays(), history).curve("value")[0].tolist() == steps
    assert history.steps == 3


# --- the names of columns ---------------------------------------------------------------------


def test_a_file_without_names_has_the_columns_of_before() -> None:
    history = run(9000)
    history.append_evaluation({"step": 9000, "js_bits": 0.5})
    old = history.arrays()
    del old[COLUMNS], old[EVALUATION_COLUMNS]
    again = History.from_arrays(old, History.of(Experiment()))
    assert again.columns == SCALARS
    for name, array in history.arrays().items():
        np.testing.assert_array_equal(array, again.arrays()[name], err_msg=name)


def of_another_game(steps: int) -> History:
    history = History(("step", "elbo", "value"), ("step", "coverage", "mmd"))
    rows = np.arange(1.0, steps + 1)
    history.append(np.column_stack((rows, -rows, 2 * rows)))
    history.append_evaluation({"step": steps, "coverage": 0.75, "mmd": 0.25})
    return history


@pytest.mark.parametrize("steps", [20, 20_000])
def test_columns_that_the_game_does_not_know_are_kept_and_those_it_misses_are_empty(
    steps: int,
) -> None:
    history = History.from_arrays(of_another_game(steps).arrays(), History.of(Experiment()))
    assert history.columns == (*SCALARS, "elbo")
    assert history.steps == steps
    assert history.latest("elbo") == -steps
    assert history.latest("value") == 2 * steps
    assert np.isnan(history.recent("d_real", 5)).all()
    assert np.isnan(history.curve("d_real")[1]).all()
    assert history.evaluation_latest("coverage") == 0.75
    assert history.evaluation_latest("mmd") == 0.25
    assert np.isnan(history.evaluation_latest("js_bits"))


def test_the_game_goes_on_beside_columns_that_it_does_not_know() -> None:
    history = History.from_arrays(of_another_game(20).arrays(), History.of(Experiment()))
    history.append(rows(21, 30, 0.5))
    for again in (history, history.copy(), history.copy().copy()):
        assert again.latest("d_real") == 0.5
        assert np.isnan(again.latest("elbo"))
        names, table = again.table()
        assert table[:20, names.index("elbo")].tolist() == [-step for step in range(1, 21)]
        assert np.isnan(table[20:, names.index("elbo")]).all()
    history.append(rows(10, 12, 0.25))
    assert history.steps == 12
    assert len(history.empty().columns) == len(history.thinned(5).columns) == len(SCALARS) + 1


def test_back_in_its_own_game_a_history_is_what_it_was() -> None:
    own = of_another_game(9000)
    there = History.from_arrays(own.arrays(), History.of(Experiment()))
    back = History.from_arrays(there.arrays(), own.empty())
    for name in ("elbo", "value"):
        np.testing.assert_array_equal(back.curve(name), own.curve(name))


def test_rows_of_another_width_are_an_error() -> None:
    with pytest.raises(ValueError, match="shape"):
        History.of(Experiment()).append(np.zeros((3, 2)))
