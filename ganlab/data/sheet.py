"""Which of a set's images are shown, and remembered by a run: always the same ones."""

SHEET = 100
"""Images on a sheet."""
SHEET_SEED = 4242
"""Of their choice, and of the noise of the generated ones that are shown."""
ON_SCREEN = 60
"""How many of the sheet, and of the generated ones, a window shows."""
