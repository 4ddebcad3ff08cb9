"""The list of benches, grouped, each with a small picture of how it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ganlab.app.look.theme import Theme, text_font
from ganlab.app.rooms.theory.plots.marks import Picture
from ganlab.app.rooms.theory.plots.painting import Brush
from ganlab.app.rooms.theory.plots.scale import Scale
from ganlab.theory.bench import Bench

THUMBNAIL = QSize(88, 48)
ROW_PX = 56
WIDTH = 300


class BenchButton(QAbstractButton):
    """One bench: its picture and its title."""

    def __init__(self, bench: Bench, theme: Theme, brush: Brush) -> None:
        super().__init__()
        self._theme, self._brush = theme, brush
        self._picture: Picture | None = None
        self._pixmap: QPixmap | None = None
        self._doing = ""
        self.setText(bench.title)
        self.setCheckable(True)
        self.setAccessibleName(f"Bench: {bench.title}")
        self.setAccessibleDescription(bench.about)
        self.setToolTip(f"<qt><b>{bench.title}</b><br>{bench.about}</qt>")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(ROW_PX)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.changed.connect(self._restyle)

    @property
    def picture(self) -> Picture | None:
        """The small picture; None until it has been made."""
        return self._picture

    def show_picture(self, picture: Picture) -> None:
        """Another small picture."""
        self._picture = picture
        self._restyle()

    def show_doing(self, text: str) -> None:
        """What runs on this bench now; "": nothing."""
        if text != self._doing:
            self._doing = text
            self.update()

    def sizeHint(self) -> QSize:
        """A row."""
        return QSize(WIDTH - 24, ROW_PX)

    def _restyle(self) -> None:
        self._pixmap = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Picture, title, and what is done there."""
        color = self._theme.color
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            row = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            if self.isChecked() or self.underMouse():
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(color("chosen" if self.isChecked() else "hover"))
                painter.drawRoundedRect(row, 5, 5)
            if self.hasFocus():
                painter.setPen(QPen(color("real"), 1))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(row, 5, 5)
            painter.drawPixmap(4, (ROW_PX - THUMBNAIL.height()) // 2, self._thumbnail())
            left = 4 + THUMBNAIL.width() + 10
            room = QRectF(left, 0, self.width() - left - 6, ROW_PX)
            weight = text_font().Weight.DemiBold if self.isChecked() else text_font().weight()
            painter.setFont(text_font(weight=weight))
            painter.setPen(color("text"))
            if self._doing:
                room.setHeight(ROW_PX * 0.62)
                below = QRectF(left, ROW_PX * 0.56, room.width(), ROW_PX * 0.3)
                painter.drawText(room, _WRAPPED, self.text())
                painter.setFont(text_font(11))
                painter.setPen(color("muted"))
                painter.drawText(below, _WRAPPED, self._doing)
            else:
                painter.drawText(room, _WRAPPED, self.text())

    def _thumbnail(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        if self._pixmap is None or self._pixmap.devicePixelRatioF() != ratio:
            self._pixmap = QPixmap(THUMBNAIL * ratio)
            self._pixmap.setDevicePixelRatio(ratio)
            self._pixmap.fill(Qt.GlobalColor.transparent)
            frame = QRectF(0.5, 0.5, THUMBNAIL.width() - 1, THUMBNAIL.height() - 1)
            with QPainter(self._pixmap) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(QPen(self._theme.color("hairline"), 1))
                painter.setBrush(self._theme.color("panel"))
                painter.drawRoundedRect(frame, 4, 4)
                if self._picture is not None:
                    scale = Scale.of(self._picture, frame.adjusted(3, 3, -3, -3))
                    self._brush.paint(painter, self._picture, scale, words=False)
        return self._pixmap


class BenchList(QFrame):
    """All benches, under the titles of their groups. It is empty until it has been painted once or
    is asked for a button: a window that opens with it waits for one bench and not for all."""

    chosen = Signal(str)
    """The name of the bench that the person wants to see."""
    filled = Signal()
    """All of them are in it now."""

    def __init__(self, benches: Callable[[], Iterable[Bench]], theme: Theme) -> None:
        super().__init__()
        self.setProperty("class", "card")
        self._benches, self._theme = benches, theme
        self._buttons: dict[str, BenchButton] = {}
        self._group = QButtonGroup(self)
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(8, 8, 8, 8)
        self._column.setSpacing(2)
        self.scroll_area = QScrollArea()
        self.scroll_area.setWidgetResizable(True)
        self.scroll_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroll_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroll_area.setWidget(content)
        content.setAutoFillBackground(False)
        self.scroll_area.viewport().setAutoFillBackground(False)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(1, 1, 1, 1)
        outside.addWidget(self.scroll_area)

    @property
    def is_filled(self) -> bool:
        """Whether the benches are in it."""
        return bool(self._buttons)

    @property
    def buttons(self) -> dict[str, BenchButton]:
        """By the names of the benches."""
        self.fill()
        return self._buttons

    @Slot()
    def fill(self) -> None:
        """Put all benches into it, once."""
        if self._buttons:
            return
        brush, group = Brush(self._theme), ""
        for bench in self._benches():
            if bench.group != group:
                self._column.addWidget(_title(bench.group, first=not group))
                group = bench.group
            button = self._buttons[bench.name] = BenchButton(bench, self._theme, brush)
            button.toggled.connect(self._teller(bench.name))
            self._group.addButton(button)
            self._column.addWidget(button)
        self._column.addStretch(1)
        self.filled.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The card; what is in it comes after the first one."""
        super().paintEvent(event)
        if not self._buttons:
            QTimer.singleShot(0, self, self.fill)

    def sizeHint(self) -> QSize:
        """300 pixels wide, as high as there is room."""
        return QSize(WIDTH, 800)

    def minimumSizeHint(self) -> QSize:
        """Narrower than this titles are cut off."""
        return QSize(WIDTH - 20, 200)

    def show_chosen(self, name: str) -> None:
        """Mark the bench that is on show, and bring it into view."""
        self.buttons[name].setChecked(True)
        self.scroll_area.ensureWidgetVisible(self.buttons[name], 0, 12)

    def _teller(self, name: str) -> Callable[[bool], None]:
        def tell(on: bool) -> None:
            if on:
                self.chosen.emit(name)

        return tell


def _title(text: str, first: bool) -> QLabel:
    title = QLabel(text.upper())
    title.setProperty("class", "title")
    title.setContentsMargins(4, 2 if first else 10, 0, 3)
    return title


_WRAPPED = int(
    Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
)
