"""Says in the plane that there are points far out, and leaves them out or takes them back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QToolButton, QWidget

from ganlab.app.document.controller import Controller
from ganlab.app.look.theme import SMALL_PX, text_font
from ganlab.data.points import Points
from ganlab.experiment import PointsData
from ganlab.figures import counted


class OutlierButton(QToolButton):
    """Shown only where the document's points have outliers."""

    def __init__(self, controller: Controller, parent: QWidget) -> None:
        super().__init__(parent)
        self._controller = controller
        self.setFont(text_font(SMALL_PX))
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.clicked.connect(self._clicked)
        controller.experiment_changed.connect(self._describe)
        self._describe()

    @property
    def room(self) -> int:
        """Pixels that what stands below it has to leave."""
        return self.height() + 4 if not self.isHidden() else 0

    @property
    def _left_out(self) -> bool:
        data = self._controller.experiment.data
        return isinstance(data, PointsData) and data.outliers == "leave-out"

    @Slot()
    def _describe(self) -> None:
        target = self._controller.target
        count = len(target.outliers) if isinstance(target, Points) else 0
        self.setVisible(count > 0)
        if not isinstance(target, Points) or not count:
            return
        number = counted(count, "outlier")
        if self._left_out:
            self.setText(f"{number} left out")
            said = "They are not learned. Click to take them back"
        else:
            self.setText(f"{number} outside the view")
            said = "Scale and view go by the rest. Click to leave them out"
        self.setAccessibleName(f"{self.text()}: {target.outlier_words}")
        self.setToolTip(
            f"{target.outlier_words}: further from the middle 90 % of a column than twice its "
            f"width. {said}: training starts again. (Undo brings it back.)"
        )
        self.adjustSize()

    @Slot()
    def _clicked(self) -> None:
        if self._left_out:
            self._controller.edit("keep outliers", {"data.outliers": "keep"})
        else:
            self._controller.edit("leave out outliers", {"data.outliers": "leave-out"})
