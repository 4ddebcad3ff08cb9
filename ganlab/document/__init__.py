"""The pieces of an Experiment: data, noise, the game and its networks, optimizers, training.

Every field stands here once, with its bounds, unit and help text. Imports neither torch nor Qt.
"""

from ganlab.document.base import Document, first_fault
from ganlab.document.data import (
    CurveData,
    Data,
    DrawingData,
    ImageData,
    ImageRecord,
    PointsData,
    Stroke,
    ToyData,
)
from ganlab.document.game import GameSettings
from ganlab.document.penalty import Penalty
from ganlab.document.players import ImageNetworks, Network, Noise
from ganlab.document.training import Optimizer, Training

__all__ = [
    "CurveData",
    "Data",
    "Document",
    "DrawingData",
    "GameSettings",
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
