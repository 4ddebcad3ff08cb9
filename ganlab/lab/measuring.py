"""What a game that is trained without a window comes to."""

from __future__ import annotations

from ganlab.games.game import Game
from ganlab.interruptible import Cancelled, Stop
from ganlab.lab.figures.images import TRAINING_FIGURES, Figures, training_figures
from ganlab.lab.past.history import History
from ganlab.lab.session.evaluator import SEED
from ganlab.metrics.evaluation import EVALUATION_SAMPLES, Reference, evaluate


class Measuring:
    """Measures what is trained. What fails costs figures, and nothing else."""

    def __init__(self, game: Game) -> None:
        self._game = game
        self._reference: Reference | None = None
        self.trouble = ""
        """Why figures are missing, the last time."""

    def measure(self, history: History) -> None:
        """Record what the last step came to."""
        try:
            self._game.measure()
        except Exception as error:  # as below
            self.trouble = str(error) or type(error).__name__
        else:
            history.append(self._game.take_scalars(), measured=True)

    def evaluate_points(self, history: History) -> None:
        """Record the figures of a game in the plane; images have none of these."""
        game = self._game
        if game.target.image_set is not None:
            return
        try:
            if self._reference is None:
                self._reference = Reference(game.target)
            drawn, reference = game.batch(EVALUATION_SAMPLES, SEED), self._reference
            figures = evaluate(
                game.target, drawn.rows, game.iteration, reference=reference, labels=drawn.labels
            )
        except Exception as error:  # whatever it is: the training is worth more
            self.trouble = str(error) or type(error).__name__
        else:
            history.append_evaluation(figures | game.figures())

    def image_figures(self, stop: Stop) -> Figures | None:
        """TRAINING_FIGURES; all None where they fail or `stop` is set, None in the plane."""
        if self._game.target.image_set is None:
            return None
        try:
            return training_figures(self._game, stop.is_set)
        except Cancelled:
            pass
        except Exception as error:  # whatever it is: the training is worth more
            self.trouble = str(error) or type(error).__name__
        return dict.fromkeys(TRAINING_FIGURES)
