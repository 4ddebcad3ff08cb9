"""The files that a run lives in, and what is kept in case the window goes."""
