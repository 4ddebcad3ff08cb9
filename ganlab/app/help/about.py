"""What ganlab is and what it stands on."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from ganlab import __version__


def show_about(parent: QWidget) -> QMessageBox:
    """Version, licence and what ganlab stands on."""
    from importlib.metadata import PackageNotFoundError, version

    rows = []
    for package in ("torch", "PySide6-Essentials", "pyqtgraph", "numpy", "pydantic"):
        try:
            rows.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            continue
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowTitle("About ganlab")
    box.setIconPixmap(box.windowIcon().pixmap(64, 64))
    box.setText(f"<b>ganlab {escape(__version__)}</b>")
    box.setInformativeText(
        "A laboratory in which you watch a generative adversarial network learn.<br><br>"
        "The game is Goodfellow et al. 2014, <i>Generative Adversarial Nets</i>.<br>"
        "Free software under the MIT licence. The typeface is Inter (SIL OFL 1.1).<br><br>"
        f"It stands on {escape(', '.join(rows))}."
    )
    box.show()
    return box
