"""A monkey at the window: random but reproducible clicks, keys, edits, files and drawings."""

from __future__ import annotations

import math
import random
from collections import deque
from collections.abc import Callable
from pathlib import Path

import numpy as np
import shiboken6
from PIL import Image
from PySide6.QtCore import QElapsedTimer, QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent, QKeySequence, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QGraphicsView,
    QLineEdit,
    QMenu,
    QMessageBox,
    QWidget,
)

from ganlab.app.drawing.canvas import Canvas
from ganlab.app.forms.fields import value_of
from ganlab.app.help.dialog import PAGES, HelpDialog
from ganlab.app.help.glossary import GlossaryPage
from ganlab.app.panels.gallery.thumbnail import Thumbnail
from ganlab.app.rooms.invitation import Invitation
from ganlab.app.rooms.table import ROOMS
from ganlab.app.rooms.theory.plots.canvas import Canvas as PlotCanvas
from ganlab.app.rooms.theory.plots.grip import Grip
from ganlab.app.shell.application import Laboratory
from ganlab.app.widgets.hold_button import HoldButton
from ganlab.data.toy.catalog import IMAGE_PRESETS, TARGETS
from ganlab.experiment import Optimizer, ToyData
from ganlab.games.table import GAMES
from ganlab.gan.saving.checkpoint import Checkpoint
from ganlab.lab.frame import CheckpointTaken, Notice
from ganlab.lab.verdicts.status import describe
from ganlab.presets import load_preset
from tests.app.claims import AT_REST, false_claims

KEYS = (
    "Space", "D", "G", "S", "R", "N", "W", "+", "-", "1", "2", "3", "4", "5", "6", "7", "M", "B",
    "L", "E", "[", "]", "C", "Shift+C", "Tab", "Shift+Tab", "Return", "Esc", "Left", "Right",
    "Up", "Down", "Home", "End", "PgUp", "PgDown", "Del", "Ctrl+Z", "Ctrl+Shift+Z", "Ctrl+Y",
    "Ctrl+A", "F1", "F11", "Ctrl+1", "Ctrl+2", "Ctrl+3", "Ctrl+L", "Ctrl+G", "Ctrl+B",
)  # fmt: skip
TEXTS = ("0", "-1", "1e-3", "12", "999999999999", "nan", "", "abc", "3.7", "½", "1e400", "  2 ")
SIZES = ((1024, 640), (1024, 768), (1149, 800), (1280, 720), (1440, 900), (1900, 1000))
NEVER = frozenset({"quit"})
"""Closing the window is the end of the game, and tried elsewhere."""
POLL_MS = 10
"""Between two looks: a thread that trains needs the interpreter in between."""
WAIT_MS = 20_000


class Monkey:
    """Plays with a laboratory; `log` holds its last acts."""

    def __init__(self, lab: Laboratory, folder: Path, seed: int, images: bool) -> None:
        """`images`: whether it may play with images, too."""
        self.lab, self.seed, self._images = lab, seed, images
        self.log: deque[str] = deque(maxlen=20)
        self._chance = random.Random(seed)
        names = tuple(TARGETS | IMAGE_PRESETS) if images else tuple(TARGETS)
        self._files = _files(folder, names[-1])
        for thumbnail in lab.window.findChildren(Thumbnail):
            thumbnail.setEnabled(images or thumbnail.name not in IMAGE_PRESETS)
        self._acts: list[tuple[int, Callable[[], str]]] = [
            (24, self._click),
            (14, self._press_key),
            (8, self._wheel),
            (8, self._drag),
            (6, self._slide),
            (6, self._choose),
            (8, self._type),
            (14, self._trigger),
            (2, self._resize),
            (5, self._draw),
            (3, self._hover),
            (2, self._rest),
            (3, self._drop),
            (3, self._rebuild_and_undo),
            (4, self._change_room),
            (3, self._change_tab),
            (3, self._change_bench),
            (2, self._work_on_bench),
            (2, self._hold),
            (2, self._read_help),
            (2, self._finish_and_go_on),
        ]
        self._answering = self._let_go = self._broken = False
        lab.controller.notice.connect(self._hear)
        lab.window.status.again_wanted.disconnect(lab.start_again)  # its process goes on

    def play(self, acts: int) -> None:
        """Act so many times."""
        weights = [weight for weight, _ in self._acts]
        methods = [method for _, method in self._acts]
        self._answering = True
        self._answer()
        try:
            for number in range(acts):
                (method,) = self._chance.choices(methods, weights)
                self.log.append(f"{number}: {method.__name__.strip('_')}")
                self.log[-1] += f" {method()}"
                QApplication.processEvents()
                self._hold_it_to_its_word()
                if number % 100 == 99:
                    self._calm()
        finally:
            self._answering = False

    # --- what there is ---

    def _windows(self) -> list[QWidget]:
        return [
            w for w in (self.lab.window, *self.lab.window.findChildren(QDialog)) if w.isVisible()
        ]

    def _some(self, *kinds: type[QWidget]) -> QWidget | None:
        """A random enabled visible widget of some kinds, in any window."""
        found = [
            widget
            for window in self._windows()
            for kind in kinds
            for widget in window.findChildren(kind)
            if widget.isVisible()
            and widget.isEnabled()
            and not widget.size().isEmpty()
            and widget.window() is window
            and not self._leads_to_images(widget)
        ]
        return self._chance.choice(found) if found else None

    def _somewhere(self, widget: QWidget) -> QPoint:
        return QPoint(
            self._chance.randrange(widget.width()), self._chance.randrange(widget.height())
        )

    def _leads_to_images(self, widget: QWidget) -> bool:
        """Whether it begins a game with images, and the monkey is not to play any."""
        page = widget.parentWidget()
        while page is not None and not isinstance(page, Invitation):
            page = page.parentWidget()
        shows = isinstance(widget, QAbstractButton) and widget.text().startswith("Show")
        return page is not None and not self._images and not shows

    # --- what it does ---

    def _click(self) -> str:
        kind = self._chance.choice((QAbstractButton, QAbstractButton, QAbstractButton, QWidget))
        widget = self._some(kind)
        if widget is None:
            return "nothing"
        button = self._chance.choices(
            (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton), (9, 1)
        )[0]
        words = _name(widget)
        where = widget.rect().center() if kind is QAbstractButton else self._somewhere(widget)
        if self._chance.random() < 0.1:
            QTest.mouseDClick(widget, button, pos=where)
        else:
            QTest.mouseClick(widget, button, pos=where)
        return words

    def _press_key(self) -> str:
        keys = self._chance.choice(KEYS)
        widget = QApplication.focusWidget()
        if widget is None or self._chance.random() < 0.3:
            widget = self.lab.window
        if widget.window() in self._windows():
            words = f"{keys} in {_name(widget)}"
            QTest.keySequence(widget, QKeySequence(keys))
            return words
        return "nothing"

    def _wheel(self) -> str:
        widget = self._some(QGraphicsView, QAbstractSlider, QComboBox)
        if widget is None:
            return "nothing"
        if isinstance(widget, QGraphicsView):
            widget = widget.viewport()
        where = QPointF(self._somewhere(widget))
        by = QPoint(0, self._chance.choice((-480, -120, 120, 480)))
        QApplication.sendEvent(
            widget,
            QWheelEvent(
                where, widget.mapToGlobal(where), QPoint(), by, Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
            ),
        )  # fmt: skip
        return _name(widget)

    def _drag(self) -> str:
        widget = self._some(QGraphicsView, QAbstractSlider, Canvas, PlotCanvas, Grip)
        return "nothing" if widget is None else self._drag_in(widget)

    def _draw(self) -> str:
        canvas = self._some(Canvas)
        if canvas is None:
            self.lab.window.actions_table["draw"].trigger()
            return "open"
        return self._drag_in(canvas)

    def _drag_in(self, widget: QWidget) -> str:
        words = _name(widget)
        target = widget.viewport() if isinstance(widget, QGraphicsView) else widget
        button = Qt.MouseButton.LeftButton
        QTest.mousePress(target, button, pos=self._somewhere(target))
        for _ in range(self._chance.randint(1, 4)):
            if shiboken6.isValid(target):
                QTest.mouseMove(target, self._somewhere(target))
                QApplication.processEvents()
        if shiboken6.isValid(target):
            QTest.mouseRelease(target, button, pos=self._somewhere(target))
        return words

    def _slide(self) -> str:
        slider = self._some(QAbstractSlider)
        if not isinstance(slider, QAbstractSlider):
            return "nothing"
        value = self._chance.randint(slider.minimum(), slider.maximum())
        slider.setValue(value)
        return f"{_name(slider)} to {value}"

    def _choose(self) -> str:
        combo = self._some(QComboBox)
        if not isinstance(combo, QComboBox):
            return "nothing"
        index = self._chance.randrange(combo.count())
        combo.setCurrentIndex(index)
        combo.activated.emit(index)
        return f"{_name(combo)} {index}"

    def _type(self) -> str:
        edit = self._some(QLineEdit)
        if edit is None:
            fold = self._chance.choice(self.lab.window.experiment.folds).button
            fold.click()
            return f"nothing, but opened {_name(fold)}"
        text, words = self._chance.choice(TEXTS), _name(edit)
        edit.setFocus()
        QTest.keySequence(edit, QKeySequence("Ctrl+A"))
        QTest.keyClicks(edit, text)
        end = self._chance.choice((Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab))
        QTest.keyClick(edit, end)
        return f"{text!r} into {words}, {end.name}"

    def _trigger(self) -> str:
        menus = self.lab.window.menuBar().findChildren(QMenu)
        actions = [
            action
            for menu in menus
            for action in menu.actions()
            if action.isEnabled()
            and not action.isSeparator()
            and action.menu() is None
            and action.objectName() not in NEVER
        ]
        action = self._chance.choice(actions)
        words = action.text()
        action.trigger()
        return words

    def _resize(self) -> str:
        size = self._chance.choice(SIZES)
        self.lab.window.resize(*size)
        return str(size)

    def _hover(self) -> str:
        view = self._some(QGraphicsView, Canvas, PlotCanvas)
        if view is None:
            return "nothing"
        target = view.viewport() if isinstance(view, QGraphicsView) else view
        QTest.mouseMove(target, self._somewhere(target))
        return _name(view)

    def _rest(self) -> str:
        QTest.qWait(10)
        return ""

    def _change_room(self) -> str:
        """By a segment, or by the menu of a narrow window."""
        switch = self.lab.window.transport.rooms
        name = self._chance.choice(list(ROOMS))
        button = switch.segments[list(ROOMS).index(name)]
        button.click() if button.isVisible() else button.defaultAction().trigger()
        return name

    def _change_tab(self) -> str:
        """Another tab of the images, or a window of its own for one, and back."""
        stage = self.lab.window.images_room.images
        if not stage.isVisible():
            return "no images"
        act = self._chance.choice(("tab", "tab", "float", "back"))
        if act == "tab":
            stage.bar.setCurrentIndex(self._chance.randrange(stage.bar.count()))
        elif act == "float" and stage.pop_out.isVisible():
            stage.pop_out.click()
        elif act == "back" and stage.floating:
            stage.floating[0].close()
        return f"{act} {stage.current}"

    def _change_bench(self) -> str:
        """Another bench, or a change of this one that is undone at once."""
        if self.lab.window.rooms.current != "theory":
            return "not there"
        room = self.lab.window.theory
        if self._chance.random() < 0.5:
            name = self._chance.choice(list(room.benches))
            room.list.buttons[name].click()
            return name
        desk = room.desk(room.current)
        desk.settle()
        before, index = desk.controls, desk.stack.index()
        desk.set(dict(desk.bench.controls()))
        if desk.stack.index() == index + 1:
            self.lab.window.actions_table["undo"].trigger()
        assert desk.controls == before, f"undo on {room.current}"
        return f"{room.current} and back"

    def _work_on_bench(self) -> str:
        """Begin what takes long, or cancel it."""
        if self.lab.window.rooms.current != "theory":
            return "not there"
        room = self.lab.window.theory
        works = room.shown(room.current).side.works
        buttons = [*works.buttons.values(), works.cancel]
        button = self._chance.choice(buttons)
        if button.isVisible() and button.isEnabled():
            button.click()
        return f"{_name(button)} on {room.current}"

    def _hold(self) -> str:
        """A long press of a step button."""
        button = self._some(HoldButton)
        if isinstance(button, HoldButton):
            button.held.emit()
            return _name(button)
        return "nothing"

    def _drop(self) -> str:
        """Files from elsewhere, good and bad, one or several."""
        paths = self._chance.sample(self._files, self._chance.choice((1, 1, 1, 2)))
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        window = self.lab.window
        event = QDropEvent(
            QPointF(window.rect().center()), Qt.DropAction.CopyAction, mime,
            Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(window, event)
        return ", ".join(path.name for path in paths)

    def _rebuild_and_undo(self) -> str:
        """Whatever starts training again, and back: the same networks at the same step."""
        controller = self.lab.controller
        if QApplication.activeModalWidget() is not None or not self._come_to_rest():
            return "not now"
        now, index = controller.experiment, controller.undo_stack.index()
        self._let_go = self._broken = False
        before = self._checkpoint()
        generation = controller.generation
        # What was to be opened after a save has come now, or the answer of a menu.
        if (controller.step, controller.experiment) != (before.step, now):
            return "something else came"
        act = self._chance.choice(("reset", "new_seed", "target", "layers", "game"))
        if act == "target":
            self._another_target()
        elif act == "game":
            kinds = [kind for kind in GAMES if kind != controller.experiment.game.kind]
            controller.edit("Game", {"game.kind": self._chance.choice(kinds)})
        elif act == "layers":
            layers = value_of(controller.experiment, "game.generator.layers")
            controller.edit("layers", {"game.generator.layers": 2 if layers == 1 else 1})
        else:
            self.lab.window.actions_table[act].trigger()
        if controller.undo_stack.index() != index + 1 or not self._come_to_rest():
            return f"{act}: refused"  # or merged with the edit before
        self._checkpoint()
        if controller.generation != generation + 1:
            return f"{act}: something else came"
        self.lab.window.actions_table["undo"].trigger()
        undone = controller.experiment
        if controller.undo_stack.index() != index or not self._come_to_rest():
            return f"{act}: stays"
        if self._let_go:  # it was asked, and agreed to lose them
            return f"{act}: given up"
        assert undone == now, act
        after = self._checkpoint()
        if controller.experiment != now:
            return f"{act}: something else came"
        if self._broken:  # it is kept as it was before
            return f"{act}: it turned out to have blown up"
        assert after.step == before.step, f"{act}: {before.step} became {after.step}"
        if not before.step:  # nothing was learned; a drawing may have been changed under it
            return f"{act} at the start"
        assert after.counters == before.counters, f"{act} at {before.step}"
        for name, array in before.arrays.items():
            np.testing.assert_array_equal(after.arrays[name], array, err_msg=f"{act}: {name}")
        return f"{act} at step {before.step:,}"

    def _read_help(self) -> str:
        """Turn to a page, look for a word."""
        if QApplication.activeModalWidget() is not None:
            return "not now"
        page = self._chance.choice(tuple(PAGES))
        self.lab.window.actions_table[page].trigger()
        dialog = self.lab.window.findChild(HelpDialog)
        assert isinstance(dialog, HelpDialog)
        dialog.tabs.setCurrentIndex(self._chance.randrange(dialog.tabs.count()))
        words = self._chance.choice(("", "D", "JS", "nothing of the kind"))
        for glossary in dialog.findChildren(GlossaryPage):
            glossary.search.setText(words)
        if self._chance.random() < 0.5:
            dialog.close()
        return f"{page} {words!r}"

    def _finish_and_go_on(self) -> str:
        """A schedule ends here, and the run goes on without one; Undo brings it back."""
        controller, bar = self.lab.controller, self.lab.window.status
        if QApplication.activeModalWidget() is not None or not self._come_to_rest():
            return "not now"
        if not controller.step or controller.experiment.data.kind == "images":
            return "nothing is learned yet"
        ends = {
            f"game.{name}.schedule": "cosine"
            for name, part in controller.experiment.game
            if isinstance(part, Optimizer)
        }
        controller.edit("finite", ends | {"training.steps": controller.step})
        finite, index = controller.experiment, controller.undo_stack.index()
        offer = describe(controller.history, controller.state, finite).at_once
        if offer is None or offer.errand != "play":
            return "something else is said"
        assert _wait_for(lambda: bar.at_once.text() == offer.text), "the button did not come"
        bar.at_once.click()
        if controller.undo_stack.index() != index + 1:
            return "refused"
        assert controller.experiment.ends_at == math.inf
        controller.undo()
        assert controller.experiment == finite
        return f"at step {controller.step:,}"

    def _another_target(self) -> None:
        controller = self.lab.controller
        now = controller.experiment.data
        name = self._chance.choice([n for n in TARGETS if now != ToyData(name=n)])
        controller.edit("target", {"data": ToyData(name=name)})

    def _come_to_rest(self) -> bool:
        """Whether training holds now."""
        controller = self.lab.controller
        controller.pause()
        return _wait_for(lambda: controller.state in AT_REST)

    def _checkpoint(self) -> Checkpoint:
        """What the session has, exactly now."""
        controller, taken = self.lab.controller, []
        token = controller.request_checkpoint()

        def take(reply: CheckpointTaken) -> None:
            if reply.token == token:
                taken.append(reply.checkpoint)

        controller.checkpoint_ready.connect(take)
        try:
            assert _wait_for(lambda: bool(taken)), "no checkpoint came"
        finally:
            controller.checkpoint_ready.disconnect(take)
        return taken[0]

    def _hear(self, notice: Notice) -> None:
        self._broken |= notice.can_restore

    def _hold_it_to_its_word(self) -> None:
        """What is said may lag behind by what is on its way to the screen, and no longer."""
        if not false_claims(self.lab):
            return
        _wait_for(lambda: not false_claims(self.lab))
        assert not (false := false_claims(self.lab)), "; ".join(false)

    def _calm(self) -> None:
        """Networks of a size that leaves time for the rest."""
        self.lab.controller.edit(
            "calm",
            {
                "game.generator.units": 8, "game.discriminator.units": 8,
                "game.generator.layers": 1, "game.discriminator.layers": 1,
                "training.batch_size": 16, "game.k": 1, "game.g": 1,
            },
        )  # fmt: skip

    # --- what it answers ---

    def _answer(self) -> None:
        """Dialogs and menus stop whoever opened them, so they are answered from within, and again
        where the answer opens another: a timer that is still being served does not fire."""
        if not self._answering:
            return
        QTimer.singleShot(POLL_MS, self._answer)
        popup = QApplication.activePopupWidget()
        dialog = QApplication.activeModalWidget()
        if isinstance(popup, QMenu):
            self._answer_menu(popup)
        elif popup is not None:
            popup.close()
        elif isinstance(dialog, QFileDialog):
            self._answer_file(dialog)
        elif isinstance(dialog, QDialog):
            self._answer_dialog(dialog)

    def _answer_menu(self, menu: QMenu) -> None:
        actions = [
            a
            for a in menu.actions()
            if a.isEnabled()
            and not a.isSeparator()
            and a.objectName() not in NEVER
            and a.menu() is None
        ]
        chosen = self._chance.choice([None, *actions])
        menu.close()
        if chosen is not None:
            self.log[-1] += f" [chose {chosen.text()}]"
            chosen.trigger()

    def _answer_file(self, dialog: QFileDialog) -> None:
        if self._chance.random() < 0.25:
            self.log[-1] += " [no file]"
            dialog.reject()
            return
        path = self._chance.choice(self._files)
        self.log[-1] += f" [{path.name}]"
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.selectFile(str(path))
        dialog.done(QDialog.DialogCode.Accepted)

    def _answer_dialog(self, dialog: QDialog) -> None:
        if isinstance(dialog, QMessageBox):
            buttons = dialog.buttons()
        else:
            buttons = [
                button
                for box in dialog.findChildren(QDialogButtonBox)
                for button in box.buttons()
                if button.isEnabled()
            ]
        if not buttons:
            self.log[-1] += f" [escaped {dialog.windowTitle()}]"
            dialog.reject()
            return
        button = self._chance.choice(buttons)
        self.log[-1] += f" [answered {button.text()}]"
        self._let_go |= button.text() == "Go on"
        button.click()


def _files(folder: Path, preset: str) -> list[Path]:
    """Files to open, import and write over: good, damaged, missing, and where none can be."""
    folder.mkdir()
    (folder / "good.csv").write_text("x,y\n" + "".join(f"{i % 7},{i % 5}\n" for i in range(60)))
    (folder / "bad.csv").write_text("x,y\n1,two\n3\n")
    (folder / "damaged.ganlab").write_bytes(b"PK\x03\x04 and no more")
    (folder / "preset.json").write_text(load_preset(preset).to_json())
    (folder / "damaged.json").write_text('{"training": {"k": 0}}')
    (folder / "ambiguous.tsv").write_text("12,345\t0.25\n13,555\t0.35\n")
    (folder / "points.npy.txt").write_bytes(b"\x93NUMPY and no more")
    Image.new("L", (20, 20), 200).save(folder / "one.png")
    names = (
        "good.csv", "bad.csv", "damaged.ganlab", "preset.json", "damaged.json", "mine.ganlab",
        "other.ganlab", "ambiguous.tsv", "points.npy.txt", "one.png", "picture.png",
        "picture.svg", "curves.csv", "film.gif", "missing/x.ganlab",
    )  # fmt: skip
    return [folder / name for name in names]


def _wait_for(so: Callable[[], bool]) -> bool:
    """Let the window work until it is so, within WAIT_MS; whether it is."""
    clock = QElapsedTimer()
    clock.start()
    while not so() and clock.elapsed() < WAIT_MS:
        QTest.qWait(POLL_MS)
    return so()


def _name(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return f"{type(widget).__name__} {widget.accessibleName() or text!r}"
