"""Which of a set's images are shown, and remembered by a run: always the same ones."""

SHEET = 100
"""Images on a sheet."""
SHEET_SEED = 4242
"""Of their choice."""
