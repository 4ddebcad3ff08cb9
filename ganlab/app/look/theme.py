"""One colour table for every panel, light and dark, and the style sheet made from it.

One meaning per colour: real is blue, generated and the generator orange, the discriminator
violet, Jensen-Shannon green. No panel names a colour of its own.
"""

from __future__ import annotations

from dataclasses import fields
from functools import cache, lru_cache
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from ganlab.assets import resource_path
from ganlab.values import dataclass

Choice = Literal["system", "light", "dark"]

FONT_FAMILY = "Inter"
TEXT_PX = 12
FIGURE_PX = 17
SMALL_PX = 11


@dataclass(frozen=True)
class Palette:
    """Colours as #rrggbb, by meaning."""

    dark: bool
    real: str
    generated: str
    discriminator: str
    good: str
    ground: str
    panel: str
    hairline: str
    text: str
    muted: str
    neutral: str
    """The heatmap at D = 1/2."""
    sunken: str
    """The ground of plots, thumbnails and formulas inside a panel."""
    hover: str
    chosen: str
    """The ground of what is switched on."""
    warning: str
    error: str


LIGHT = Palette(
    dark=False,
    real="#0072B2",
    generated="#D55E00",
    discriminator="#6D4BC3",
    good="#0b7a53",
    ground="#f4f5f7",
    panel="#ffffff",
    hairline="#e1e4ea",
    text="#1d2330",
    muted="#69717f",
    neutral="#f7f7f7",
    sunken="#f4f5f7",
    hover="#eceff4",
    chosen="#d9dfe8",
    warning="#9a6700",
    error="#b42318",
)

DARK = Palette(
    dark=True,
    real="#4FA9DE",
    generated="#F0883E",
    discriminator="#A78BFA",
    good="#3ecf8e",
    ground="#14171c",
    panel="#1c2027",
    hairline="#2c323c",
    text="#e6e9ef",
    muted="#98a1b0",
    neutral="#262b33",
    sunken="#14171c",
    hover="#262c36",
    chosen="#3f4856",
    warning="#e3b341",
    error="#ff7b72",
)


class Theme(QObject):
    """The palette in force. Panels read `theme.palette` when they paint and listen to `changed`."""

    changed = Signal()
    chosen = Signal(str)
    """A person chose one."""

    def __init__(self, choice: Choice = "system", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choice: Choice = choice
        self.palette = self._resolve()
        hints = QApplication.styleHints()
        if hints is not None:
            hints.colorSchemeChanged.connect(self._system_changed)

    @property
    def choice(self) -> Choice:
        """What the person chose."""
        return self._choice

    def choose(self, choice: Choice) -> None:
        """Follow the system, or be light or dark."""
        self._choice = choice
        self._refresh()
        self.chosen.emit(choice)

    def color(self, name: str, alpha: float = 1.0) -> QColor:
        """The palette's colour of that name, with opacity 0 to 1. Others have the same one: copy it
        to change it."""
        return _parsed(getattr(self.palette, name), alpha)

    def mixed(self, one: str, other: str, share: float) -> QColor:
        """So much of one colour of the palette, and the rest of another."""
        a, b = self.color(one), self.color(other)
        parts = ((a.redF(), b.redF()), (a.greenF(), b.greenF()), (a.blueF(), b.blueF()))
        return QColor.fromRgbF(*(share * own + (1 - share) * rest for own, rest in parts))

    def apply(self) -> None:
        """Give the application this theme's fonts, palette and style sheet."""
        application = QApplication.instance()
        sheet = style_sheet(self.palette)
        # Qt would look at every widget anew, however little has changed.
        if isinstance(application, QApplication) and application.styleSheet() != sheet:
            application.setPalette(_qt_palette(self.palette))
            application.setStyleSheet(sheet)

    def _resolve(self) -> Palette:
        if self._choice == "system":
            hints = QApplication.styleHints()
            dark = hints is not None and hints.colorScheme() == Qt.ColorScheme.Dark
            return DARK if dark else LIGHT
        return DARK if self._choice == "dark" else LIGHT

    def _system_changed(self) -> None:
        if self._choice == "system":
            self._refresh()

    def _refresh(self) -> None:
        palette = self._resolve()
        if palette != self.palette:
            self.palette = palette
            self.apply()
            self.changed.emit()


@lru_cache(maxsize=512)
def _parsed(text: str, alpha: float) -> QColor:
    color = QColor(text)
    color.setAlphaF(alpha)
    return color


def load_fonts() -> None:
    """Have the shipped fonts, and make them the application's."""
    _register_fonts()
    QApplication.setFont(text_font())


@cache
def _register_fonts() -> None:
    for weight in ("Regular", "Medium", "SemiBold", "Bold"):
        QFontDatabase.addApplicationFont(str(resource_path("fonts", f"Inter-{weight}.otf")))


def text_font(px: int = TEXT_PX, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The one type for text."""
    font = QFont(FONT_FAMILY)
    font.setPixelSize(px)
    font.setWeight(weight)
    return font


def figure_font(px: int = TEXT_PX, weight: QFont.Weight = QFont.Weight.DemiBold) -> QFont:
    """The same type with figures of equal width, so that running numbers do not dance."""
    font = text_font(px, weight)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def _qt_palette(colors: Palette) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for where, name in {
        role.Window: colors.ground,
        role.Base: colors.panel,
        role.AlternateBase: colors.sunken,
        role.Button: colors.panel,
        role.Midlight: colors.hover,
        role.WindowText: colors.text,
        role.Text: colors.text,
        role.ButtonText: colors.text,
        role.ToolTipBase: colors.panel,
        role.ToolTipText: colors.text,
        role.PlaceholderText: colors.muted,
        role.Highlight: colors.real,
        role.HighlightedText: colors.panel,
        role.Link: colors.real,
    }.items():
        palette.setColor(where, QColor(name))
    for where in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, where, QColor(colors.muted))
    return palette


def style_sheet(colors: Palette) -> str:
    """The application's style sheet: resources/style.qss with @name replaced by its colour
    and @tick by the path of the tick of check boxes."""
    sheet = resource_path("style.qss").read_text(encoding="utf-8")
    tick = resource_path("icons", f"check-{'dark' if colors.dark else 'light'}.svg")
    sheet = sheet.replace("@tick", tick.as_posix())
    for name in sorted((f.name for f in fields(colors)), key=len, reverse=True):
        sheet = sheet.replace(f"@{name}", str(getattr(colors, name)))
    return sheet
