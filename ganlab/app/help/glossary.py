"""The glossary: words under their headings, and a field that looks for one."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from ganlab.app.help.words import sections
from ganlab.app.look.theme import Theme
from ganlab.app.widgets.formula import FormulaBox
from ganlab.app.widgets.layout.scrolled import scrolled
from ganlab.experiment import Experiment
from ganlab.lab.verdicts.glossary import Word


class Entry(QWidget):
    """One word: what it means, its formulas under it."""

    def __init__(self, word: Word, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.word = word
        text = QLabel(f"<b>{escape(word.word)}</b>&nbsp;&nbsp;{escape(word.meaning)}", self)
        text.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(4)
        column.addWidget(text)
        if word.formulas:
            box = FormulaBox(theme, parent=self)
            box.setAccessibleName(f"Formula of {word.word}")
            box.show_formulas(*word.formulas)
            column.addWidget(box)

    def fits(self, wanted: str) -> bool:
        """Whether the wanted text stands in it."""
        return wanted.casefold() in f"{self.word.word} {self.word.meaning}".casefold()


class GlossaryPage(QWidget):
    """All of them, to be scrolled under `search`, which leaves those that hold what is typed."""

    def __init__(self, experiment: Experiment, theme: Theme) -> None:
        super().__init__()
        self.search = QLineEdit()
        self.search.setPlaceholderText("Look for a word")
        self.search.setAccessibleName("Look for a word")
        self.search.setToolTip("Leaves the words that hold what is typed")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._look)
        self.groups: list[tuple[QLabel, list[Entry]]] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.search)
        words_below = QWidget()
        layout.addWidget(scrolled(words_below), 1)
        column = QVBoxLayout(words_below)
        for heading, words in sections(experiment):
            title = QLabel(heading.upper(), words_below)
            title.setProperty("class", "title")
            column.addSpacing(6)
            column.addWidget(title)
            entries = [Entry(word, theme, words_below) for word in words]
            for entry in entries:
                column.addWidget(entry)
            self.groups.append((title, entries))
        column.addStretch(1)

    @Slot(str)
    def _look(self, wanted: str) -> None:
        for title, entries in self.groups:
            for entry in entries:
                entry.setVisible(entry.fits(wanted.strip()))
            title.setVisible(any(entry.fits(wanted.strip()) for entry in entries))
