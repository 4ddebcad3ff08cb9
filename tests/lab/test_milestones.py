"""The series at which every run is evaluated."""

from __future__ import annotations

from ganlab.lab.past.milestones import is_milestone, milestones, next_milestone

SERIES = [1, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000]


def test_the_series_goes_by_one_two_five() -> None:
    assert list(milestones(0, 99_999)) == SERIES
    assert [step for step in range(60_000) if is_milestone(step)] == SERIES


def test_a_run_that_goes_on_has_those_that_are_left() -> None:
    assert list(milestones(20, 100)) == [50, 100]
    assert list(milestones(20, 20)) == []
    assert next_milestone(100_000) == 200_000
    assert next_milestone(10**12) == 2 * 10**12
