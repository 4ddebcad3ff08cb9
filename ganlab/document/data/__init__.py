"""p_data: what is imitated, one file a kind."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ganlab.document.data.curve import CurveData
from ganlab.document.data.drawing import DRAWN_CLASSES, DrawingData, DrawnUnits, Stroke
from ganlab.document.data.images import ImageData
from ganlab.document.data.kind import DataInFiles, DataSettings, Samples
from ganlab.document.data.points import PointsData
from ganlab.document.data.record import ImageRecord
from ganlab.document.data.toy import ToyData

__all__ = [
    "DRAWN_CLASSES",
    "CurveData",
    "Data",
    "DataInFiles",
    "DataSettings",
    "DrawingData",
    "DrawnUnits",
    "ImageData",
    "ImageRecord",
    "PointsData",
    "Samples",
    "Stroke",
    "ToyData",
]

Data = Annotated[
    ToyData | DrawingData | CurveData | PointsData | ImageData, Field(discriminator="kind")
]
