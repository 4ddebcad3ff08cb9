"""The good states of the game that is played, to be saved or to go back to."""

from __future__ import annotations

from collections.abc import Callable

from ganlab.games.game import Game
from ganlab.games.rules import rules_of
from ganlab.gan.divergence import Diverged
from ganlab.gan.saving.checkpoint import Checkpoint
from ganlab.lab.past.snapshots import Snapshots, figures_of
from ganlab.lab.session.reporter import Reporter


class Safeguard:
    """Keeps snapshots of one game. Its clock is in seconds."""

    def __init__(self, game: Game, reporter: Reporter, clock: Callable[[], float]) -> None:
        self._game, self._reporter, self._clock = game, reporter, clock
        networks = rules_of(game.experiment).networks
        self._snapshots = Snapshots(game.state(), networks, clock())
        self.broken = ""
        """What is wrong with the present state, in words; "" while it is sound."""

    def keep(self, before_edit: bool = False) -> Checkpoint | None:
        """Every few seconds, a snapshot to go back to; raises Diverged."""
        if not self._snapshots.due(began := self._clock(), before_edit):
            return None
        js = self._reporter.js_bits_since(self._snapshots.newest_step)
        figures = figures_of(self._game.newest_rows(), self._game.experiment, js)
        self._snapshots.keep(checkpoint := self._game.state(), figures)
        self._snapshots.took(began, self._clock())
        return checkpoint

    def keep_before_edit(self) -> Checkpoint | None:
        """An edit may be what breaks the game: what it was before can be had back. Raises
        Diverged."""
        if self._game.iteration <= self._snapshots.newest_step or self.broken:
            return None
        return self.keep(before_edit=True)

    def sound_state(self) -> tuple[Checkpoint, bool]:
        """What is worth keeping: the present state, or the last good one; and which it is."""
        checkpoint = self._game.state()
        if not self.broken and checkpoint.is_finite():
            return checkpoint, True
        return self._snapshots.go_back(self._game.iteration).checkpoint, False

    @property
    def newest(self) -> Checkpoint:
        """The last good state that was kept; asks nothing of the game."""
        return self._snapshots.newest

    def diverged(self, error: Diverged) -> str:
        """The present state is broken: what to say of it."""
        remedy = rules_of(self._game.experiment).remedy
        self.broken = f"{error} Training is paused. Restore the last good state, then try {remedy}."
        return self.broken

    def restore(self) -> tuple[Checkpoint, str]:
        """Go back to the best of the good states: which that is, and what to say of it."""
        restored = self._snapshots.go_back(self._game.iteration)
        self._game.load(restored.checkpoint)
        self.broken = ""
        return restored.checkpoint, restored.words
