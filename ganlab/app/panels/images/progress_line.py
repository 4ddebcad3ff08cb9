"""The figures under the images: rate, epoch, time gone and to go."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, Qt, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QProgressBar, QSizePolicy, QWidget

from ganlab.app.document.controller import Controller
from ganlab.app.look.theme import SMALL_PX, figure_font, text_font
from ganlab.app.panels.images.progress import Stopwatch, duration, epochs, seconds_left
from ganlab.games.rules import rules_of

REST_MS = 200
"""Between two changes of the figures: faster than this nobody reads."""
FINENESS = 1000
"""Steps of the bar."""
_TIPS = {
    "images/s": "Real images learned from in a second: steps a second times those of a step.",
    "epoch": "How often every training image was seen; the bar fills once in each epoch.",
    "elapsed": "Time of training in this window, pauses not counted.",
    "left": "At the present rate until the training's length, which stands under More.",
}


class ImageProgress(QWidget):
    """Two lines of figures and a bar that fills once an epoch."""

    def __init__(self, controller: Controller, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self.stopwatch = Stopwatch()
        controller.state_changed.connect(self._watch)
        self._shown = QElapsedTimer()
        self.figures: dict[str, QLabel] = {}
        self.bar = QProgressBar()
        self.bar.setRange(0, FINENESS)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.bar.setAccessibleName("Progress of the epoch")
        self.bar.setToolTip(_TIPS["epoch"])
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        for place, name in enumerate(_TIPS):
            row, column = divmod(place, 2)
            words, figure = QLabel(name), QLabel("–")
            words.setProperty("class", "muted")
            words.setFont(text_font(SMALL_PX))
            figure.setFont(figure_font())
            figure.setMinimumWidth(52)
            figure.setAccessibleName(name)
            figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            for label in (words, figure):
                label.setToolTip(_TIPS[name])
            grid.addWidget(words, 2 * row, 2 * column)
            grid.addWidget(figure, 2 * row, 2 * column + 1)
            self.figures[name] = figure
        grid.addWidget(self.bar, 1, 0, 1, 4)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def look(self, images: int, steps_per_second: float) -> None:
        """Something has come of a game with so many training images."""
        controller = self._controller
        self._watch()
        if controller.running and self._shown.isValid() and self._shown.elapsed() < REST_MS:
            return
        self._shown.start()
        training, step = controller.experiment.training, controller.step
        seen = rules_of(controller.experiment).examples_per_step(controller.experiment)
        rate = steps_per_second if controller.running else 0.0
        epoch = epochs(step, seen, images)
        for name, text in {
            "images/s": f"{rate * seen:,.0f}" if rate else "–",
            "epoch": f"{epoch:.2f}" if epoch < 100 else f"{epoch:,.0f}",
            "elapsed": duration(self.stopwatch.seconds),
            "left": duration(seconds_left(step, training, rate)),
        }.items():
            if self.figures[name].text() != text:
                self.figures[name].setText(text)
        self.bar.setValue(int(epoch % 1 * FINENESS))

    @Slot()
    def _watch(self) -> None:
        """In sight or not."""
        self.stopwatch.look(self._controller.running)

    def forget(self) -> None:
        """Another training begins."""
        self.stopwatch.reset()
        self._shown.invalidate()
