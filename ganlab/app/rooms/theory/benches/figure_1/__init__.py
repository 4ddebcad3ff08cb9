"""The picture of the bench figure-1: its `View`."""

from ganlab.app.rooms.theory.benches.figure_1.view import View as View
