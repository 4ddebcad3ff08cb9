"""What the networks run on: a figure in the transport, and a menu that chooses."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QLabel, QMenu, QToolButton, QVBoxLayout

from ganlab.app.document.controller import Controller
from ganlab.app.look.theme import FIGURE_PX, SMALL_PX, figure_font, text_font
from ganlab.app.look.words import in_tooltip

DEVICES = {"auto": "Automatic", "cpu": "CPU", "cuda": "CUDA (GPU)"}
"""What `Controller.set_device` takes -> what the menu says."""


class DeviceButton(QToolButton):
    """What the networks run on; its menu chooses."""

    WIDEST = 110

    def __init__(self, controller: Controller) -> None:
        super().__init__()
        self._controller = controller
        self._device = ""
        self.setProperty("class", "figure")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setAccessibleName("Device")
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(6, 0, 6, 0)
        self._lines.setSpacing(0)
        self._name = QLabel()
        self._name.setFont(figure_font(FIGURE_PX))
        caption = QLabel("device ▾")
        caption.setProperty("class", "small")
        caption.setFont(text_font(SMALL_PX))
        for label in (self._name, caption):
            label.setAlignment(Qt.AlignmentFlag.AlignRight)
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self._lines.addWidget(label)
        self._fill_menu()
        self.show_device(controller.device)

    def sizeHint(self) -> QSize:
        """Room for both lines; a tool button alone would not look at its layout."""
        return self._lines.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """The same: nothing is cut."""
        return self._lines.sizeHint()

    def show_device(self, device: str) -> None:
        """Show its name; a long one is cut and stands whole in the tooltip."""
        self._device = device
        metrics, cut = self._name.fontMetrics(), Qt.TextElideMode.ElideRight
        self._name.setText(
            metrics.elidedText(device.removeprefix("NVIDIA ") or "–", cut, self.WIDEST)
        )
        where = f"Training on {device}." if device else "Not training yet."
        self.setToolTip(in_tooltip(f"{where} Choose what the networks run on."))
        self.setAccessibleDescription(where)
        self.updateGeometry()

    def _fill_menu(self) -> None:
        menu, group = QMenu(self), QActionGroup(self)
        for choice, text in DEVICES.items():
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setData(choice)
            action.triggered.connect(partial(self._controller.set_device, choice))
            group.addAction(action)
        menu.aboutToShow.connect(self._mark_choice)
        self.setMenu(menu)

    @Slot()
    def _mark_choice(self) -> None:
        # The actions are asked for anew: Python's own names for them do not always outlive a
        # collection of garbage.
        for action in self.menu().actions():
            action.setChecked(action.data() == self._controller.device_choice)
