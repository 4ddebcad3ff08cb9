"""The experiment dock, by mouse and keys: what a person sets is what the session is told."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from ganlab.app.document.controller import Controller
from ganlab.app.forms.controls import (
    CheckControl,
    ChoiceControl,
    NumberControl,
    SliderControl,
    TextControl,
)
from ganlab.app.forms.experiment_dock import WIDTH, ExperimentDock
from ganlab.app.forms.fields import fields, value_of
from ganlab.app.forms.segments import SegmentControl
from ganlab.app.look.theme import Theme
from ganlab.experiment import Experiment, ImageData, InvalidExperiment
from ganlab.figures import exact
from ganlab.gan.objectives import OBJECTIVES
from ganlab.gan.settings import two_player
from ganlab.lab.commands import Apply, Build
from ganlab.lab.past.history import History
from ganlab.presets import load_preset, preset_names
from tests.small_images import image_set

RATE = "game.discriminator_optimizer.learning_rate"


@pytest.fixture
def dock(qtbot: QtBot, controller: Controller, theme: Theme) -> ExperimentDock:
    dock = ExperimentDock(controller, theme)
    qtbot.addWidget(dock)
    dock.resize(300, 800)
    dock.show()
    qtbot.waitExposed(dock)
    return dock


def slider_of(dock: ExperimentDock, path: str) -> SliderControl:
    control = dock.form.controls[path]
    assert isinstance(control, SliderControl)
    return control


def choice_of(dock: ExperimentDock, path: str) -> ChoiceControl:
    control = dock.form.controls[path]
    assert isinstance(control, ChoiceControl)
    return control


def open_all(qtbot: QtBot, dock: ExperimentDock) -> None:
    for fold in dock.folds:
        if fold.isVisible() and not fold.button.isChecked():
            qtbot.mouseClick(fold.button, Qt.MouseButton.LeftButton)


def test_every_field_has_a_control_with_help_and_a_name(
    qtbot: QtBot, dock: ExperimentDock, controller: Controller
) -> None:
    of_images = {path for path in fields() if path.startswith(("data.", "game.image_networks."))}
    of_the_plane = {
        path for path in fields() if path.startswith(("game.generator.", "game.discriminator."))
    }
    open_all(qtbot, dock)
    assert visible(dock) == set(fields()) - of_images - {"game.kind"}
    controller.replace("images", controller.experiment.model_copy(update={"data": ImageData()}))
    open_all(qtbot, dock)
    assert visible(dock) == set(fields()) - of_the_plane - {"game.kind"}
    assert dock.game.isVisible()
    for path, control in {**dock.form.controls, "game.kind": dock.game}.items():
        for widget in (control, control.label, *control.parts):
            assert fields()[path].help.split(" ")[0] in widget.toolTip(), path
        for widget in control.parts:
            assert widget.accessibleName().startswith(fields()[path].full_title)


def visible(dock: ExperimentDock) -> set[str]:
    return {path for path, control in dock.form.controls.items() if control.isVisible()}


def test_image_settings_are_edits_that_undo(
    qtbot: QtBot, dock: ExperimentDock, controller: Controller
) -> None:
    controller.replace("images", controller.experiment.model_copy(update={"data": ImageData()}))
    open_all(qtbot, dock)
    classes, conditional = (
        dock.form.controls[path] for path in ("data.classes", "game.conditional")
    )
    assert isinstance(classes, TextControl)
    assert isinstance(conditional, CheckControl)
    classes.edit.setText("3, 7")
    qtbot.keyClick(classes.edit, Qt.Key.Key_Return)
    conditional.box.click()
    assert controller.experiment.data == ImageData(classes=(3, 7))
    assert two_player(controller.experiment.game).conditional
    controller.undo_stack.undo()
    controller.undo_stack.undo()
    assert classes.edit.text() == ""
    assert not conditional.box.isChecked()
    classes.edit.setText("11")
    qtbot.keyClick(classes.edit, Qt.Key.Key_Return)
    assert controller.experiment.data == ImageData()
    assert classes.edit.text() == ""


def test_a_refused_tick_does_not_stay(
    qtbot: QtBot, dock: ExperimentDock, controller: Controller, tmp_path: Path
) -> None:
    np.save(tmp_path / "plain.npy", image_set(labelled=False).images)
    data = ImageData(path=str(tmp_path / "plain.npy"))
    controller.replace("images", controller.experiment.model_copy(update={"data": data}))
    open_all(qtbot, dock)
    conditional = dock.form.controls["game.conditional"]
    assert isinstance(conditional, CheckControl)
    conditional.box.click()
    assert not conditional.box.isChecked()


def shown(control: Any) -> object:
    """All that a control says its field is."""
    match control:
        case SliderControl():
            return control.slider.value(), control.edit.text()
        case ChoiceControl():
            return control.combo.currentData()
        case CheckControl():
            return control.box.isChecked()
        case SegmentControl():
            return [button.isChecked() for button in control.segments.values()]
    return control.edit.text()


def set_another(qtbot: QtBot, control: Any) -> None:
    """Choose another value than that which is shown."""
    match control:
        case SliderControl():
            low = control.slider.value() == control.slider.minimum()
            x = control.slider.width() - 3 if low else 3
            place = QPoint(x, control.slider.height() // 2)
            qtbot.mouseClick(control.slider, Qt.MouseButton.LeftButton, pos=place)
        case ChoiceControl():
            qtbot.keyClick(control.combo, Qt.Key.Key_End)
            qtbot.keyClick(control.combo, Qt.Key.Key_Home)
        case CheckControl():
            control.box.click()
        case SegmentControl():
            next(b for b in control.segments.values() if not b.isChecked()).click()
        case _:
            control.edit.setText("5")
            qtbot.keyClick(control.edit, Qt.Key.Key_Return)


def test_what_is_refused_stays_in_no_control(
    qtbot: QtBot, dock: ExperimentDock, controller: Controller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A notice leaves after a while: a value that is not there would stand beside the summary."""

    def refuse(_: Experiment, changes: dict[str, Any]) -> None:
        raise InvalidExperiment(f"not now: {', '.join(changes)}")

    open_all(qtbot, dock)
    monkeypatch.setattr(Experiment, "with_values", refuse)
    told: list[object] = []
    controller.notice.connect(told.append)
    tried = 0
    for path, control in dock.form.controls.items():
        if control.isVisible() and control.isEnabled():
            before, count = shown(control), len(told)
            set_another(qtbot, control)
            assert len(told) > count, path
            assert shown(control) == before, path
            tried += 1
    assert tried > 35


def test_unrolling_through_spectral_norm_is_refused_and_put_back(
    qtbot: QtBot, dock: ExperimentDock, controller: Controller
) -> None:
    controller.edit("Spectral norm", {"game.penalty.spectral": True})
    open_all(qtbot, dock)
    control = slider_of(dock, "game.play.unrolled")
    with qtbot.waitSignal(controller.notice):
        qtbot.keyClick(control.slider, Qt.Key.Key_Right)
    assert (control.slider.value(), control.edit.text()) == (0, "0")


def test_tab_goes_through_the_dock_from_top_to_bottom(qtbot: QtBot, dock: ExperimentDock) -> None:
    open_all(qtbot, dock)
    dock.resize(300, 2000)
    QApplication.processEvents()
    seen: list[QWidget] = []
    widget = dock.nextInFocusChain()
    while widget is not None and widget is not dock and len(seen) < 500:
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            seen.append(widget)
        widget = widget.nextInFocusChain()
    # A slider stands under its figure but may come first; rows are at least this far apart.
    tops = [w.mapTo(dock, QPoint(0, 0)).y() for w in seen if w.window() is dock.window()]
    assert len(tops) > 40
    assert all(later > earlier - 30 for earlier, later in pairwise(tops))


def test_keys_on_k_reach_the_session(
    qtbot: QtBot, dock: ExperimentDock, controller: Controller, link: Any
) -> None:
    slider = slider_of(dock, "game.k").slider
    for _ in range(2):
        qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert [two_player(a.experiment.game).k for a in link.commands(Apply)] == [2, 3]
    assert slider_of(dock, "game.k").edit.text() == "3"
    controller.undo_stack.undo()  # one gesture, one step
    assert two_player(controller.experiment.game).k == 1
    assert slider.value() == 0
    assert controller.undo_stack.count() == 1


def test_dragging_k_is_live(qtbot: QtBot, dock: ExperimentDock, link: Any) -> None:
    slider = slider_of(dock, "game.k").slider
    middle = slider.height() // 2
    qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(8, middle))
    for x in range(8, slider.width() - 5, 20):
        qtbot.mouseMove(slider, QPoint(x, middle))
    seen = [two_player(a.experiment.game).k for a in link.commands(Apply)]
    qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() - 5, middle))
    assert len(seen) > 5
    assert seen == sorted(seen)


def test_a_click_on_the_groove_brings_the_handle_there(
    qtbot: QtBot, dock: ExperimentDock, controller: Controller
) -> None:
    slider = slider_of(dock, "game.k").slider
    end = QPoint(slider.width() - 3, slider.height() // 2)
    qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=end)
    assert two_player(controller.experiment.game).k == 20


def test_what_starts_again_waits_until_the_slider_is_let_go(
    qtbot: QtBot, dock: ExperimentDock, controller: Controller, link: Any
) -> None:
    qtbot.mouseClick(dock.fold("Generator").button, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    control = slider_of(dock, "game.generator.units")
    slider, middle = control.slider, control.slider.height() // 2
    link.sent.clear()
    qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() - 3, middle))
    qtbot.mouseMove(slider, QPoint(slider.width() - 4, middle))
    assert control.edit.text() == "512"
    assert not link.commands(Build)
    qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() - 4, middle))
    assert [two_player(b.experiment.game).generator.units for b in link.commands(Build)] == [512]
    assert "512" in dock.fold("Generator").button.text()
    assert "↻" in control.label.text()
    assert "Starts training again" in control.label.toolTip()
    assert controller.undo_stack.count() == 1


def test_learning_rate_steps_are_logarithmic(
    qtbot: QtBot, dock: ExperimentDock, controller: Controller
) -> None:
    slider = slider_of(dock, RATE).slider
    for _ in range(20):
        qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert two_player(controller.experiment.game).discriminator_optimizer.learning_rate == 1e-2
    assert two_player(controller.experiment.game).generator_optimizer.learning_rate == 1e-3
    qtbot.keyClick(slider, Qt.Key.Key_Home)
    assert slider_of(dock, RATE).edit.text() == "1e-6"


def test_an_exact_value_can_be_typed(
    qtbot: QtBot, dock: ExperimentDock, controller: Controller
) -> None:
    edit = slider_of(dock, RATE).edit
    edit.selectAll()
    qtbot.keyClicks(edit, "0.00123")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert two_player(controller.experiment.game).discriminator_optimizer.learning_rate == 0.00123
    assert edit.text() == "0.00123"


@pytest.mark.parametrize(
    ("path", "text", "becomes"),
    [
        ("game.k", "50", 20),
        ("game.k", "0", 1),
        ("game.k", "-3", 1),
        ("game.k", "25.5", 20),
        (RATE, "7", 1.0),
        (RATE, "-1", 1e-6),
        (RATE, "1e400", 1.0),
        (RATE, "-inf", 1e-6),
        ("seed", "99999999999", 2**31 - 1),
        ("game.generator_optimizer.momentum", "1", 0.9999),
    ],
)
@pytest.mark.parametrize("end", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
def test_a_number_out_of_range_is_brought_into_it_with_a_flash(
    qtbot: QtBot,
    dock: ExperimentDock,
    controller: Controller,
    path: str,
    text: str,
    becomes: float,
    end: Qt.Key,
) -> None:
    open_all(qtbot, dock)
    control = dock.form.controls[path]
    assert isinstance(control, NumberControl | SliderControl)
    edit = control.edit
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClicks(edit, text)
    qtbot.keyClick(edit, end)
    assert value_of(controller.experiment, path) == becomes
    assert edit.text() == exact(becomes)
    assert edit.property("flash") is True
    bounds = fields()[path].bounds
    qtbot.waitUntil(lambda: QToolTip.text() == f"{bounds} is possible: {exact(becomes)} was taken")
    qtbot.waitUntil(lambda: edit.property("flash") is False)


@pytest.mark.parametrize("text", ["abc", "", "nan", "1,000"])
def test_a_bad_value_is_refused_and_put_back(
    qtbot: QtBot, dock: ExperimentDock, controller: Controller, text: str
) -> None:
    edit = slider_of(dock, RATE).edit
    edit.selectAll()
    with qtbot.waitSignal(controller.notice) as refused:
        qtbot.keyClick(edit, Qt.Key.Key_Delete)
        qtbot.keyClicks(edit, text)
        qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert "learning_rate" in refused.args[0].text
    assert edit.text() == "0.001"
    assert controller.experiment == Experiment()


def test_escape_puts_the_value_back(
    qtbot: QtBot, dock: ExperimentDock, controller: Controller
) -> None:
    edit = slider_of(dock, "game.k").edit
    edit.selectAll()
    qtbot.keyClicks(edit, "9")
    qtbot.keyClick(edit, Qt.Key.Key_Escape)
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert edit.text() == "1"
    assert controller.undo_stack.count() == 0


@pytest.mark.parametrize("frozen", [True, False])
def test_what_is_half_typed_is_not_meant_for_the_run_that_is_opened(
    qtbot: QtBot, dock: ExperimentDock, controller: Controller, frozen: bool
) -> None:
    """A row that the run has no use for loses the focus, which else takes what was typed."""
    open_all(qtbot, dock)
    edit = slider_of(dock, RATE).edit
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClicks(edit, "0.5")
    run = Experiment().with_values({"game.train": "generator" if frozen else "both", "seed": 5})
    controller.open(run, None, History.of(run), Path("a.ganlab"))
    assert edit.text() == "0.001"
    edit.clearFocus()
    assert controller.experiment == run
    assert not controller.modified
    assert not controller.undo_stack.count()
    assert edit.property("flash") is not True


def test_the_wheel_scrolls_the_dock_and_turns_nothing(
    dock: ExperimentDock, controller: Controller
) -> None:
    for control in dock.form.controls.values():
        for widget in control.parts:
            middle = QPointF(widget.rect().center())
            wheel = QWheelEvent(
                middle,
                widget.mapToGlobal(middle),
                QPoint(0, 0),
                QPoint(0, -120),
                Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.NoModifier,
                Qt.ScrollPhase.NoScrollPhase,
                False,
            )
            QApplication.sendEvent(widget, wheel)
    assert controller.experiment == Experiment()


def test_another_loss_variant_shows_its_formulas(
    qtbot: QtBot, dock: ExperimentDock, link: Any
) -> None:
    qtbot.waitUntil(lambda: dock.formula.ready, timeout=20_000)
    before = dock.formula.grab().toImage()
    qtbot.keyClick(choice_of(dock, "game.objective").combo, Qt.Key.Key_Down)
    chosen = OBJECTIVES["max-likelihood"]
    assert link.commands(Apply)[-1].experiment.game.model_dump()["objective"] == "max-likelihood"
    assert dock.formula.formulas == (chosen.discriminator_formula, chosen.generator_formula)
    assert dock.formula.ready
    assert dock.formula.grab().toImage() != before
    assert chosen.about in dock.formula.toolTip()


def test_loss_variants_are_listed_in_groups_whose_names_cannot_be_chosen(
    qtbot: QtBot, dock: ExperimentDock, link: Any
) -> None:
    combo = choice_of(dock, "game.objective").combo
    rows = [(combo.itemData(row), combo.itemText(row)) for row in range(combo.count())]
    listed = [name for name, _ in rows if name is not None]
    assert listed == list(OBJECTIVES)
    headings = [text for name, text in rows if name is None]
    assert headings == list(dict.fromkeys(o.group for o in OBJECTIVES.values()))
    for row, (name, _) in enumerate(rows):
        chosen = bool(combo.model().flags(combo.model().index(row, 0)) & Qt.ItemFlag.ItemIsEnabled)
        assert chosen == (name is not None)
    for _ in OBJECTIVES:  # down to the last: the keys pass over the names
        qtbot.keyClick(combo, Qt.Key.Key_Down)
    assert link.commands(Apply)[-1].experiment.game.model_dump()["objective"] == listed[-1]


@pytest.mark.parametrize("set_before", [False, True])
def test_another_loss_variant_moves_no_control(
    qtbot: QtBot, dock: ExperimentDock, controller: Controller, set_before: bool
) -> None:
    """The next click would hit another control."""
    dock.resize(300, 1600)
    if set_before:
        dock.settle()
    places = set()
    for name in OBJECTIVES:
        controller.edit("objective", {"game.objective": name})
        QApplication.processEvents()
        places.add(tuple(_places(dock)))
    dock.settle()
    QApplication.processEvents()
    places.add(tuple(_places(dock)))
    assert len(places) == 1


def _places(dock: ExperimentDock) -> list[tuple[int, int, int, int]]:
    """Where everything in the dock is that is on show."""
    return [
        (*widget.mapTo(dock, QPoint(0, 0)).toTuple(), widget.width(), widget.height())
        for widget in dock.findChildren(QWidget)
        if widget.isVisible()
    ]


def test_a_fold_is_no_list_of_choices(qtbot: QtBot, dock: ExperimentDock) -> None:
    """Nothing of a combo box's: no frame, no arrow at the right; the arrow at the left turns."""
    dock.settle()
    for fold in dock.folds:
        if not fold.isVisible():
            continue
        head = fold.button
        closed = head.grab().toImage()
        ground = closed.pixelColor(closed.width() - 1, 0)
        edge = [closed.pixelColor(x, 0) for x in range(closed.width())]
        side = [closed.pixelColor(closed.width() - 1, y) for y in range(closed.height())]
        assert {c.name() for c in (*edge, *side)} == {ground.name()}, fold.title
        head.setChecked(True)
        assert head.grab(QRect(0, 0, 12, head.height())).toImage() != closed.copy(
            0, 0, 12, head.height()
        )


def test_summaries_stand_whole(qtbot: QtBot, dock: ExperimentDock, controller: Controller) -> None:
    """Those of every preset."""
    dock.resize(WIDTH, 600)
    for name in preset_names():
        controller.replace(name, load_preset(name))
        QApplication.processEvents()
        for fold in dock.folds:
            if fold.isVisible():
                label = fold.button.summary
                wanted = label.fontMetrics().horizontalAdvance(label.text())
                assert wanted <= label.contentsRect().width(), (name, fold.title, label.text())


def test_fields_without_effect_are_off_and_say_why(qtbot: QtBot, dock: ExperimentDock) -> None:
    open_all(qtbot, dock)
    combo = choice_of(dock, "game.generator_optimizer.kind").combo
    qtbot.keyClick(combo, Qt.Key.Key_Home)
    momentum = dock.form.controls["game.generator_optimizer.momentum"]
    assert combo.currentText() == "SGD"
    assert not momentum.isEnabled()
    assert "SGD keeps no momentum" in momentum.toolTip()
    assert dock.form.controls["game.discriminator_optimizer.momentum"].isEnabled()
    assert dock.fold("Optimizer G").button.text() == "SGD"
    qtbot.keyClick(combo, Qt.Key.Key_Down)
    assert momentum.isEnabled()
    assert "Without effect" not in momentum.toolTip()


def test_a_new_seed(qtbot: QtBot, dock: ExperimentDock, controller: Controller, link: Any) -> None:
    qtbot.mouseClick(dock.page.new_seed, Qt.MouseButton.LeftButton)
    seed = controller.experiment.seed
    control = dock.form.controls["seed"]
    assert isinstance(control, NumberControl)
    assert seed != 1
    assert control.edit.text() == f"{seed:,}"
    assert link.commands(Build)[-1].experiment.seed == seed


def test_a_preset_shows_its_recipe(
    qtbot: QtBot, dock: ExperimentDock, controller: Controller
) -> None:
    controller.replace("recipe", load_preset("grid-25"))
    about = controller.experiment.about
    assert dock.recipe.text() == about
    folded = dock.recipe.height()
    assert dock.recipe.lines[-1].endswith("…")
    assert dock.recipe.word == "more"
    qtbot.keyClick(dock.recipe, Qt.Key.Key_Space)
    assert dock.recipe.height() > folded
    assert " ".join(dock.recipe.lines).split() == about.split()
    assert dock.recipe.word == "less"
    assert " layers of " in dock.fold("Generator").button.text()
    controller.undo_stack.undo()
    assert not dock.recipe.isVisible()  # the default experiment has no words


def test_draw_and_import_are_asked_for(qtbot: QtBot, dock: ExperimentDock) -> None:
    with qtbot.waitSignal(dock.draw_requested):
        qtbot.mouseClick(dock.draw, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(dock.import_requested):
        qtbot.mouseClick(dock.bring, Qt.MouseButton.LeftButton)


def test_a_fold_opened_at_the_end_scrolls_into_view(qtbot: QtBot, dock: ExperimentDock) -> None:
    dock.resize(300, 620)
    dock.fold("More").button.setFocus()
    qtbot.keyClick(dock.fold("More").button, Qt.Key.Key_Space)
    last = dock.form.controls["training.steps"]
    area = dock.scroll_area
    qtbot.waitUntil(lambda: last.mapTo(area, QPoint(0, last.height())).y() <= area.height())


def test_it_fits_its_width(qtbot: QtBot, dock: ExperimentDock) -> None:
    open_all(qtbot, dock)
    dock.settle()
    dock.resize(300, 640)
    QApplication.processEvents()
    content = dock.scroll_area.widget()
    assert content is not None
    assert content.width() <= dock.scroll_area.viewport().width()


def test_another_game_has_another_form_and_undo_brings_the_first_back(
    qtbot: QtBot, dock: ExperimentDock, controller: Controller
) -> None:
    first, combo = dock.page, dock.game.parts[0]
    assert isinstance(combo, QComboBox)
    assert combo.currentText() == "Two players"
    combo.activated.emit(combo.findData("moments"))
    assert controller.experiment.game.kind == "moments"
    assert dock.page is not first
    assert dock.page.isVisible()
    assert not first.isVisible()
    assert "game.covariances" in visible(dock)
    assert not any("discriminator" in path or path == "game.k" for path in visible(dock))
    controller.undo()
    assert dock.page is first
    assert first.isVisible()
    assert combo.currentText() == "Two players"


def test_a_form_whose_every_fold_is_open_hears_of_another_game(
    qtbot: QtBot, dock: ExperimentDock, controller: Controller
) -> None:
    open_all(qtbot, dock)
    combo = dock.game.parts[0]
    assert isinstance(combo, QComboBox)
    with qtbot.captureExceptions() as raised:
        combo.activated.emit(combo.findData("moments"))
        controller.edit("Seed", {"seed": 5})
        controller.undo()
        controller.undo()
    assert not raised
    assert controller.experiment.game.kind == "gan"


def test_a_game_that_does_not_learn_from_the_data_is_refused_and_grey(
    qtbot: QtBot, dock: ExperimentDock, controller: Controller
) -> None:
    controller.replace("images", controller.experiment.model_copy(update={"data": ImageData()}))
    combo = dock.game.parts[0]
    assert isinstance(combo, QComboBox)
    place = combo.model().index(combo.findData("moments"), 0)
    assert not combo.model().flags(place) & Qt.ItemFlag.ItemIsEnabled
    with qtbot.waitSignal(controller.notice) as told:
        controller.edit("Game", {"game.kind": "moments"})
    assert "does not learn from images" in told.args[0].text
    assert controller.experiment.game.kind == "gan"
