"""A tour of two minutes: what to press, and what to look at."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from ganlab.app.look.theme import figure_font

TOUR = (
    ("Play", "Press Play (Space). Blue discs are real samples, orange diamonds are generated ones. "
     "The heatmap is blue where D believes “real”, orange where it believes “generated”, and "
     "neutral where it cannot tell: D = 1/2. The mouse reads x, D(x), p_data and, where noise has "
     "as many dimensions as the data, p_g."),
    ("Mapping", "The grid is the generator's noise, bent by G. Where its cells are small, G puts "
     "much probability. Morph (M) plays the bending."),
    ("Slow motion", "W walks through the stages of each player's turn, and the model graph lights "
     "the path of the update. D and G take one step of one player only."),
    ("Break it", "Choose Minimax, set R1 to 0 and k to 20. D wins within two hundred steps: the "
     "generator's gradient fades away, and the line at the bottom says so. Choose Non-saturating "
     "and the gradient is back; with k at 1 and R1 at 0.1 the game goes on."),
    ("Why", "A click on the verdict tells why: the rule, the figures that it compared, and "
     "what to try, as buttons."),
    ("Studies", "The targets have a page of studies: games that fail, what cures them, and what a "
     "divergence wants. Each begins at its first step and tells what there is to see, and why. "
     "Change its one setting while it plays."),
    ("Draw", "Draw a distribution of your own (Ctrl+D): training goes on and follows each stroke. "
     "Import takes points from a file."),
    ("Undo", "Every edit can be undone (Ctrl+Z). Where it cost trained networks, Undo brings "
     "them back, with their curves."),
    ("Images", "Choose DCGAN on the targets' page Images, or open a generator that comes trained: "
     "File, Open Pre-trained. Walk through its latent space, measure how good it is, look for "
     "copies."),
    ("Save", "Save the run, or take the generator away: File, Export Generator writes it as "
     "files that run without ganlab."),
)  # fmt: skip
"""(What, how) in order; README tells the same."""


def tour_page() -> QWidget:
    """The steps under one another, numbered."""
    body = QWidget()
    grid = QGridLayout(body)
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(12)
    grid.setColumnStretch(1, 1)
    for row, (title, text) in enumerate(TOUR):
        number, words = QLabel(f"{row + 1}"), QLabel(f"<b>{title}</b><br>{escape(text)}")
        number.setFont(figure_font(17))
        number.setProperty("class", "muted")
        words.setWordWrap(True)
        grid.addWidget(number, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(words, row, 1)
    grid.setRowStretch(len(TOUR), 1)
    return body
