"""The pieces of an Experiment: data, noise, players, penalty, optimizers, training.

Every field stands here once, with its bounds, unit and help text. Imports neither torch nor Qt.
"""

from ganlab.document.base import Document, first_fault
from ganlab.document.data import (
    Data,
    DrawingData,
    ImageData,
    ImageRecord,
    PointsData,
    Stroke,
    ToyData,
)
from ganlab.document.players import ImageNetworks, Network, Noise
from ganlab.document.training import Optimizer, Penalty, Training

__all__ = [
    "Data",
    "Document",
    "DrawingData",
    "ImageData",
    "ImageNetworks",
    "ImageRecord",
    "Network",
    "Noise",
    "Optimizer",
    "Penalty",
    "PointsData",
    "Stroke",
    "ToyData",
    "Training",
    "first_fault",
]
