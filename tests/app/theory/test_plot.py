"""Plots of benches: marks painted, read, dragged and drawn."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ganlab.app.look.theme import Theme
from ganlab.app.rooms.theory.plots.ground import Frame
from ganlab.app.rooms.theory.plots.marks import (
    Area,
    Arrows,
    Bars,
    Dots,
    Field,
    Handle,
    Label,
    Line,
    Mark,
    Picture,
    Reference,
    Segments,
)
from ganlab.app.rooms.theory.plots.plot import Plot
from ganlab.app.rooms.theory.plots.reading_box import ReadingBox
from tests.app.theory.conftest import drag

X = np.linspace(-3.0, 3.0, 200)
Y = np.exp(-(X**2) / 2)
EVERY: dict[str, Mark] = {
    "line": Line("m", X, Y, "real", "p"),
    "dashed": Line("m", X, Y, "theory", "p", dash="dashed"),
    "long": Line("m", np.linspace(-3, 3, 5000), np.linspace(0, 1, 5000), "real", "p"),
    "area": Area("m", X, 0 * X, Y, "good", "p"),
    "bars": Bars("m", np.linspace(-3, 3, 11), np.arange(10) / 10, "generated", "p"),
    "disc": Dots("m", X[::20], Y[::20], "real", "p"),
    "diamond": Dots("m", X[::20], Y[::20], "generated", "p", shape="diamond"),
    "ring": Dots("m", X[::20], Y[::20], "real", "p", shape="ring"),
    "cross": Dots("m", X[::20], Y[::20], "real", "p", shape="cross"),
    "exact dots": Dots("m", X[::20], Y[::20], "theory", "p"),
    "exact area": Area("m", X, 0 * X, Y, "theory", "p"),
    "exact bars": Bars("m", X[::20], Y[:-20:20], "theory", "p"),
    "segments": Segments("m", np.ones((4, 2)) * (-1, 1), np.ones((4, 2)) * 0.5, "muted", "p"),
    "arrows": Arrows("m", X[::20], Y[::20], 0 * X[::20] + 0.3, 0.1 + 0 * X[::20], "theory", "p"),
    "field": Field("m", np.eye(8), (-3, 0, 3, 1), (0, 1), title="p"),
    "sequential": Field("m", np.eye(8), (-3, 0, 3, 1), (0, 1), diverging=False, colour="good"),
    "level": Reference("m", 0.5, "1/2"),
    "place": Reference("m", 0.5, "x*", axis="x"),
    "label": Label("m", 0.0, 0.5, "here"),
    "handle": Handle("m", 0.0, 0.5, "real", "The middle"),
}


def picture(*marks: Mark, **options: object) -> Picture:
    return Picture(marks, (-3.0, 3.0), (0.0, 1.1), **options)  # type: ignore[arg-type]


@pytest.fixture
def plot(qtbot: QtBot, theme: Theme) -> Plot:
    plot = Plot(theme, "Densities", "Two densities")
    qtbot.addWidget(plot)
    plot.resize(420, 300)
    plot.show()
    return plot


@pytest.mark.parametrize("choice", ["light", "dark"])
@pytest.mark.parametrize("kind", EVERY)
def test_every_mark_paints(plot: Plot, theme: Theme, kind: str, choice: str) -> None:
    theme.choose(choice)  # type: ignore[arg-type]
    plot.show_picture(picture())
    empty = plot.grab().toImage()
    plot.show_picture(picture(EVERY[kind]))
    assert plot.grab().toImage() != empty


@pytest.mark.parametrize("kind", EVERY)
def test_numbers_that_are_none_hurt_nobody(plot: Plot, kind: str) -> None:
    mark = EVERY[kind]
    changes: dict[str, object] = {}
    for name, value in vars(mark).items():
        if isinstance(value, np.ndarray) and name != "edges":
            value = np.array(value, float)
            value.flat[:3] = np.nan, np.inf, -1e308
            changes[name] = value
        elif name in ("x", "y", "value"):
            changes[name] = np.nan
    plot.show_picture(picture(type(mark)(**{**vars(mark), **changes})))
    plot.grab()


def test_ranges_of_no_length_hurt_nobody(plot: Plot) -> None:
    for x, y in (((0.0, 0.0), (1.0, 1.0)), ((np.nan, 1.0), (0.0, np.inf)), ((1e300, 1e300),) * 2):
        plot.show_picture(Picture((EVERY["line"],), x, y))
        plot.grab()


def test_logarithmic_axes_leave_out_what_has_no_logarithm(plot: Plot) -> None:
    line = Line("m", np.array([-1.0, 0.0, 1.0, 100.0]), np.array([1.0, 1.0, 1.0, 100.0]), "real")
    plot.show_picture(Picture((line,), (0.1, 1000.0), (0.1, 1000.0), log_x=True, log_y=True))
    plot.grab()
    scale = plot.scale
    assert scale.point(10.0, 10.0).x() - scale.point(1.0, 1.0).x() == pytest.approx(
        scale.point(100.0, 1.0).x() - scale.point(10.0, 1.0).x()
    )
    assert scale.units(scale.point(20.0, 30.0)) == pytest.approx((20.0, 30.0))


def test_one_unit_is_as_long_on_both_axes(plot: Plot) -> None:
    plot.show_picture(Picture((), (-1.0, 1.0), (-1.0, 1.0), equal=True))
    origin, across, up = (plot.scale.point(*at) for at in ((0, 0), (1, 0), (0, 1)))
    assert across.x() - origin.x() == pytest.approx(origin.y() - up.y())


def test_a_number_at_the_top_of_an_axis_keeps_clear_of_its_title(theme: Theme) -> None:
    frame = Frame.of(Picture((), (-3.0, 3.0), (0.0, 1.0), y_title="density"), QSize(400, 300))
    image = QImage(frame.size, QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        frame.paint(painter, theme)
    area, panel = frame.scale.area, image.pixelColor(399, 0)
    inked = [
        any(image.pixelColor(x, y) != panel for x in range(int(area.left()) - 1))
        for y in range(int(area.top()) + 6)
    ]
    title_ends = inked.index(False, inked.index(True))
    assert any(inked[title_ends:]), "1.0 stands below the title"
    assert not any(inked[title_ends : title_ends + 2]), "and does not touch it"


def test_the_legend_stands_in_the_head(plot: Plot) -> None:
    plot.show_picture(picture(EVERY["line"], EVERY["bars"], Line("n", X, Y, "good")))
    assert plot.head.legend == ("p", "p")
    assert plot.head.geometry().bottom() < plot.canvas.geometry().top() + 1


def test_a_head_painted_from_memory_is_the_head_painted_anew(plot: Plot, theme: Theme) -> None:
    head = plot.head
    for choice, note, title in (
        ("light", "V = 1", "One"),
        ("light", "V = 2", "One"),
        ("dark", "V = 2", "Two"),
    ):
        theme.choose(choice)  # type: ignore[arg-type]
        plot.set_title(title)
        plot.show_picture(picture(EVERY["line"], EVERY["area"], note=note))
        fresh = QImage(head.size(), QImage.Format.Format_RGB32)
        fresh.fill(theme.color("panel"))
        with QPainter(fresh) as painter:
            head.paint_into(painter)
        seen = head.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        assert seen == fresh


def test_the_mouse_reads_curves_bars_dots_and_fields(plot: Plot, qtbot: QtBot) -> None:
    dots = Dots("d", np.array([1.0]), np.array([0.25]), "good", "dot")
    plot.show_picture(picture(EVERY["line"], EVERY["bars"], dots, EVERY["field"]))
    with qtbot.waitSignal(plot.hovered):
        qtbot.mouseMove(plot.canvas, plot.scale.point(1.0, 0.25).toPoint())
    read = {(r.colour, r.title): r.text for r in plot.canvas.reading}
    assert float(read["real", "p"]) == pytest.approx(np.exp(-0.5), abs=0.01)
    assert read["good", "dot"] == "(1, 0.25)"
    assert read["generated", "p"] == "0.6"
    assert len(plot.canvas.reading) == 4
    plot.grab()


def test_what_is_read_lies_over_the_handles_and_lets_the_mouse_through(
    plot: Plot, qtbot: QtBot
) -> None:
    plot.show()
    plot.show_picture(picture(EVERY["line"]))
    [box] = plot.canvas.findChildren(ReadingBox)
    assert not box.isVisible()
    place = plot.scale.point(0.0, 0.25)
    qtbot.mouseMove(plot.canvas, place.toPoint())
    assert box.isVisible()
    assert plot.canvas.rect().contains(box.geometry())
    at = plot.scale.units(QPointF(box.geometry().center()))
    plot.show_picture(picture(EVERY["line"], Handle("mean", *at, "real", "The mean")))
    order = plot.canvas.children()
    assert order.index(box) > order.index(plot.canvas.grips["mean"]), "painted after it"
    assert box.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    qtbot.keyClick(plot.canvas, Qt.Key.Key_Escape)
    assert not box.isVisible()


def test_what_is_read_in_a_small_plot_is_not_cut_off(plot: Plot, qtbot: QtBot) -> None:
    lines = [Line(f"m{i}", X, Y, "real", f"a curve, number {i}") for i in range(5)]
    plot.show_picture(picture(*lines))
    plot.resize(210, 280)
    [box] = plot.canvas.findChildren(ReadingBox)
    for x in (-2.9, -1.0, 0.0, 1.0, 2.9):
        qtbot.mouseMove(plot.canvas, plot.scale.point(x, 0.1).toPoint())
        assert box.isVisible()
        assert plot.canvas.rect().contains(box.geometry()), x


def test_the_arrow_keys_read_along_the_axis(plot: Plot, qtbot: QtBot) -> None:
    plot.show_picture(picture(EVERY["line"]))
    plot.canvas.setFocus()
    qtbot.keyClick(plot.canvas, Qt.Key.Key_Right)
    first = plot.canvas.reading[0].text
    qtbot.keyClick(plot.canvas, Qt.Key.Key_Right)
    assert plot.canvas.reading[0].text != first
    qtbot.keyClick(plot.canvas, Qt.Key.Key_Escape)
    assert plot.canvas.reading == []


def test_a_handle_follows_the_mouse_on_its_axis(plot: Plot, qtbot: QtBot) -> None:
    heard: list[tuple[str, float, float]] = []
    plot.dragged.connect(lambda *news: heard.append(news))
    plot.show_picture(picture(Handle("mean", 0.0, 0.5, "real", "The mean", moves="x")))
    with qtbot.waitSignal(plot.dropped) as dropped:
        drag(qtbot, plot, "mean", 2.0, 1.0)
    assert dropped.args == ["mean"]
    assert heard[-1][0] == "mean"
    assert heard[-1][1] == pytest.approx(2.0, abs=0.05)
    assert heard[-1][2] == 0.5


def test_a_handle_stays_within_the_axes(plot: Plot, qtbot: QtBot) -> None:
    heard: list[float] = []
    plot.dragged.connect(lambda _, x, __: heard.append(x))
    plot.show_picture(picture(Handle("mean", 0.0, 0.5, "real", "The mean")))
    drag(qtbot, plot, "mean", 100.0, 0.5)
    assert heard[-1] == pytest.approx(3.0)


def test_the_axis_along_which_a_handle_is_dragged_stays(plot: Plot, qtbot: QtBot) -> None:
    handle = Handle("mean", 0.0, 0.5, "real", "The mean", moves="x")
    plot.show_picture(picture(handle))
    drag(qtbot, plot, "mean", 1.0, 0.5, let_go=False)
    plot.show_picture(Picture((handle,), (-30.0, 30.0), (0.0, 5.0)))
    assert (plot.picture.x, plot.picture.y) == ((-3.0, 3.0), (0.0, 5.0))
    qtbot.mouseRelease(plot.canvas.grips["mean"], Qt.MouseButton.LeftButton)
    assert plot.picture.x == (-30.0, 30.0), "until it is let go"


def test_keys_move_a_handle_and_one_push_is_one_drop(plot: Plot, qtbot: QtBot) -> None:
    plot.show_picture(picture(Handle("mean", 0.0, 0.5, "real", "The mean", step=(0.1, 0.0))))
    grip = plot.canvas.grips["mean"]
    assert grip.accessibleName() == "The mean"
    with qtbot.waitSignal(plot.dragged) as dragged:
        qtbot.keyPress(grip, Qt.Key.Key_Right)
    assert dragged.args == ["mean", pytest.approx(0.1), 0.5]
    with qtbot.waitSignal(plot.dropped):
        qtbot.keyRelease(grip, Qt.Key.Key_Right)
    with qtbot.waitSignal(plot.dragged) as dragged:
        qtbot.keyPress(grip, Qt.Key.Key_Up)
    assert dragged.args[2] == pytest.approx(0.5 + 1.1 / 50)
    qtbot.keyRelease(grip, Qt.Key.Key_Up)


def test_handles_that_are_gone_leave_nothing(plot: Plot) -> None:
    plot.show_picture(picture(Handle("a", 0.0, 0.5, "real"), Handle("b", 1.0, 0.5, "real")))
    first = plot.canvas.grips["a"]
    plot.show_picture(picture(Handle("a", 0.5, 0.5, "real")))
    assert set(plot.canvas.grips) == {"a"}
    assert plot.canvas.grips["a"] is first


def test_a_stroke_is_told_in_units(plot: Plot, qtbot: QtBot) -> None:
    plot.show_picture(picture())
    plot.set_drawing(True)
    canvas, scale = plot.canvas, plot.scale
    with qtbot.waitSignal(plot.drawn) as drawn:
        qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=scale.point(-1, 0.5).toPoint())
        for x in (-0.5, 0.0, 0.5):
            QTest.mouseMove(canvas, scale.point(x, 0.8).toPoint())
        qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton)
    x, y = drawn.args
    assert x[0] == pytest.approx(-1, abs=0.05)
    assert x[-1] == pytest.approx(0.5, abs=0.05)
    assert y[-1] == pytest.approx(0.8, abs=0.02)


def test_keys_draw_too(plot: Plot, qtbot: QtBot) -> None:
    plot.show_picture(picture())
    plot.set_drawing(True)
    with qtbot.waitSignal(plot.drawn) as drawn:
        qtbot.keyClick(plot.canvas, Qt.Key.Key_Up)
    assert len(drawn.args[0]) == 2


def test_a_plot_is_painted_the_same_into_files(plot: Plot) -> None:
    plot.show_picture(picture(*(m for k, m in EVERY.items() if k != "handle"), EVERY["handle"]))
    image = QImage(plot.size(), QImage.Format.Format_RGB32)
    image.fill(plot._theme.color("ground"))
    painter = QPainter(image)
    plot.paint_into(painter)
    painter.end()
    shown = plot.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    centre = plot.canvas.pos() + plot.scale.point(0.0, 0.5).toPoint()
    at = QPointF(centre)
    assert image.pixelColor(at.toPoint()) == shown.pixelColor(at.toPoint())
