"""Dropout in D: units that chance silences, in both players' turns."""

from __future__ import annotations

from ganlab.gan.penalties.entry import Entry

DROPOUT = Entry(
    "dropout",
    "dropout",
    r"h_i\leftarrow\tfrac{b}{1-p}\odot h_i,\;b\sim\mathrm{Bernoulli}(1-p)",
    "Srivastava et al. 2014; in D as in Goodfellow et al. 2014, section 5",
)
