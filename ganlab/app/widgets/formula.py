"""Formulas set by ziamath (LaTeX -> SVG) and painted by QtSvg in the theme's text colour.

Loading ziamath takes a third of a second, more than the whole window may. So it loads in a thread
after the first paint; the formulas of all loss variants are set there once and kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from threading import Lock, Thread

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganlab.app.look.theme import Theme

FORMULA_PX = 14
PADDING = 8
GAP = 5
LINE_PX = 22
"""As high as the tallest formula: what each has room for, set or not, so that nothing moves."""
_DELAY_MS = 50
_BLACK = 'fill="black"'

_ONE_AT_A_TIME = Lock()
_set: dict[str, str] = {}
"""LaTeX -> SVG with black glyphs."""


def typeset(formulas: Iterable[str]) -> None:
    """Set the formulas that are not set yet; slow the first time, because ziamath loads."""
    with _ONE_AT_A_TIME:
        import ziamath

        ziamath.config.svg2 = False  # QtSvg draws paths, not SVG 2 symbols
        for latex in formulas:
            if latex not in _set:
                _set[latex] = ziamath.Latex(latex, size=FORMULA_PX).svg()


def svg_of(latex: str, ink: str) -> QByteArray:
    """A formula that has been set, in a colour."""
    return QByteArray(_set[latex].replace(_BLACK, f'fill="{ink}"').encode())


class FormulaBox(QWidget):
    """Formulas under one another in a sunken box, as wide as its place."""

    def __init__(
        self, theme: Theme, every: Iterable[tuple[str, ...]] = (), parent: QWidget | None = None
    ) -> None:
        """`every`: all that it may show, LaTeX. It is always as high as the tallest of them, so
        that another one moves nothing below it; without, as high as what it shows."""
        super().__init__(parent)
        self._theme = theme
        self._every = tuple(every)
        self._lines = max(map(len, self._every), default=0)
        self._formulas: tuple[str, ...] = ()
        self._pictures: list[QSvgRenderer] = []
        self._thread: Thread | None = None
        self._tried = False
        self._timer = QTimer(self)
        self._timer.setInterval(_DELAY_MS)
        self._timer.timeout.connect(self._tick)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._draw)

    @property
    def formulas(self) -> tuple[str, ...]:
        """The LaTeX of what is shown."""
        return self._formulas

    @property
    def ready(self) -> bool:
        """Whether the formulas are on screen rather than still being set."""
        return len(self._pictures) == len(self._formulas)

    def show_formulas(self, *formulas: str) -> None:
        """Show these, at once if they have been set before."""
        if formulas != self._formulas:
            self._formulas = formulas
            self._draw()

    def settle(self) -> None:
        """Wait until the formulas are on screen (for pictures of the window)."""
        typeset(self._formulas)
        self._draw()

    def sizeHint(self) -> QSize:
        """As wide as the widest formula."""
        width = max((picture.defaultSize().width() for picture in self._pictures), default=0)
        lines = self._lines or len(self._formulas)
        height = lines * LINE_PX + GAP * max(lines - 1, 0)
        if self._pictures and not self._lines:
            height = self.height_of_what_is_shown()
        return QSize(width + 2 * PADDING, height + 2 * PADDING)

    def height_of_what_is_shown(self) -> int:
        """Of what is shown, pixels."""
        heights = [picture.defaultSize().height() for picture in self._pictures]
        return sum(heights) + GAP * max(len(heights) - 1, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box and what has been set; the first time, begin to set."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("sunken"))
        painter.drawRoundedRect(self.rect(), 4, 4)
        room = self.width() - 2 * PADDING
        y = (self.height() - self.height_of_what_is_shown()) / 2
        for picture in self._pictures:
            size = picture.defaultSize()
            scale = min(1.0, room / size.width())
            line = QRectF(PADDING, y, scale * size.width(), scale * size.height())
            picture.render(painter, line)
            y += size.height() + GAP
        if not self.ready and not self._tried and not self._timer.isActive():
            self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave nothing running behind a panel that is gone."""
        self._timer.stop()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        super().hideEvent(event)

    def _tick(self) -> None:
        if self._thread is None:
            every = [*self._formulas, *chain.from_iterable(self._every)]
            self._thread = Thread(target=typeset, args=(every,), daemon=True)
            self._thread.start()
        elif not self._thread.is_alive():
            self._timer.stop()
            self._thread = None
            self._tried = True  # once: what could not be set now cannot be set later
            self._draw()

    def _draw(self) -> None:
        self._pictures = []
        if all(latex in _set for latex in self._formulas):
            for latex in self._formulas:
                self._pictures.append(QSvgRenderer(svg_of(latex, self._theme.palette.text)))
        self.updateGeometry()
        self.update()
