"""Where the boxes and wires of the model overview lie, for any size of the panel. No painting."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from ganlab.app.panels.graph.parts import BACKWARD, FORWARD, Box, Wire

MARGIN = 14.0
HEADER = 28.0
"""Pixels at the top for the title and the caption."""
FOOT = 8.0
LINE = 13.0
"""Height of one line of text."""
APART = 8.0
"""Between the way of the samples and that of the gradient beside it; and between rows."""
RADIUS = 5.0
ARROW = 5.0
LARGEST = 124.0
"""A thumbnail grows no further."""
LOSS_WIDTH = 112.0
CLEAR = 4.0
"""Between a wire and its box."""
GAPS = (0.7, 0.9, 1.2, 1.2, 1.2)
"""How the room between the columns is shared out, from left to right."""
LEAST_GAPS = (20.0, 24.0, 24.0, 24.0, 34.0)
"""What the wires between two columns need."""
NAMED: tuple[tuple[Box, ...], ...] = ((), (), ("real", "generated"), ("d_real", "d_fake"), ())
"""Whose names stand in each of these gaps."""
NAME_ROOM = 14.0
"""Around a name, pixels."""
SHARES = (1.0, 0.94, 0.88, 0.82, 0.76, 0.7, 0.64)
"""Of their full size that boxes have where wires and names need the room."""


@dataclass(frozen=True)
class Layout:
    """Rectangles of the boxes; wires as paths that end in the tips of their arrows."""

    boxes: dict[Box, QRectF]
    wires: dict[Wire, QPainterPath]
    arrows: dict[Wire, QPainterPath]


def layout(
    width: float,
    height: float,
    text_widths: dict[Box, float],
    name_widths: dict[Box, float] | None = None,
) -> Layout:
    """Lay the graph out in `width` by `height` pixels.

    `text_widths` are those of the lines under noise, generator and discriminator; `name_widths`
    those of the names beside the wires: of samples, right of their boxes, and of D's numbers,
    left of theirs.
    """
    boxes = _boxes(width, height, text_widths, name_widths or {})
    wires = {wire: _wire(wire, boxes, 0.0) for wire in FORWARD}
    for source, target in BACKWARD:
        way = _wire((target, source), boxes, APART)
        wires[source, target] = way.toReversed()
    return Layout(boxes, wires, {wire: _arrow(path) for wire, path in wires.items()})


Sizes = tuple[tuple[tuple[Box, ...], float, float], ...]
"""(boxes, width, height) of each column, from left to right."""


def _boxes(
    width: float, height: float, text_widths: dict[Box, float], name_widths: dict[Box, float]
) -> dict[Box, QRectF]:
    tall = height - HEADER - FOOT
    least = [
        max(gap, *(name_widths[box] + NAME_ROOM for box in named if box in name_widths), 0.0)
        for gap, named in zip(LEAST_GAPS, NAMED, strict=True)
    ]
    for share in SHARES:
        sizes = _sizes(tall, share)
        columns = [max(w, *(text_widths.get(n, 0.0) for n in names)) for names, w, _ in sizes]
        room = max(width - 2 * MARGIN - sum(columns), 0.0)
        if room >= sum(least):
            break
    middle, row = HEADER + tall / 2, sizes[-1][2]
    upper, lower = middle - (row + APART) / 2, middle + (row + APART) / 2
    boxes: dict[Box, QRectF] = {}
    left = MARGIN
    for (names, w, h), column, gap in zip(sizes, columns, (*_gaps(room, least), 0.0), strict=True):
        for name, y in zip(names, (middle,) if len(names) == 1 else (upper, lower), strict=True):
            boxes[name] = QRectF(
                round(left + (column - w) / 2), round(y - h / 2), round(w), round(h)
            )
        left += column + gap
    return boxes


def _sizes(tall: float, share: float) -> Sizes:
    """Of all columns, for boxes of so much of their full size."""
    single = share * min(tall - 2 * LINE, LARGEST)
    row = share * min((tall - APART) / 2, 0.62 * LARGEST)
    return (
        (("noise",), 0.8 * single, 0.8 * single),
        (("generator",), single, single),
        (("real", "generated"), 1.15 * row, row),
        (("discriminator",), single, single),
        (("d_real", "d_fake"), 1.5 * row, row),
        (("discriminator_loss", "generator_loss"), LOSS_WIDTH, row),
    )


def _gaps(room: float, least: list[float]) -> list[float]:
    """`room` shared out between the columns, so that each gap has what it needs if all can."""
    shared = [room * share / sum(GAPS) for share in GAPS]
    if all(gap >= wanted for gap, wanted in zip(shared, least, strict=True)):
        return shared
    spare = room - sum(least)
    if spare < 0:
        return [room * wanted / sum(least) for wanted in least]
    return [wanted + spare * share / sum(GAPS) for wanted, share in zip(least, GAPS, strict=True)]


def _wire(wire: Wire, boxes: dict[Box, QRectF], beside: float) -> QPainterPath:
    """The way of `wire`, `beside` pixels to its right as one walks along it."""
    source, target = boxes[wire[0]], boxes[wire[1]]
    start_x, end_x = source.right() + CLEAR, target.left() - CLEAR
    upper, lower = boxes["real"].center().y(), boxes["generated"].center().y()
    start_y = end_y = {
        ("noise", "generator"): boxes["noise"].center().y(),
        ("generator", "generated"): lower - APART,
        ("real", "discriminator"): upper,
        ("generated", "discriminator"): lower - APART,
        ("discriminator", "d_real"): upper,
        ("discriminator", "d_fake"): lower - APART,
        ("d_real", "discriminator_loss"): upper - APART,
        ("d_fake", "generator_loss"): lower + APART / 2,
    }.get(wire, 0.0)
    if wire == ("d_fake", "discriminator_loss"):
        start_y, end_y = lower - 2 * APART, upper + APART
    start_y, end_y = round(start_y) + 0.5 + beside, round(end_y) + 0.5 + beside
    path = QPainterPath(QPointF(start_x, start_y))
    if start_y != end_y:
        # The only bend, upwards: walking up, one's right is the right.
        turn = round(start_x + 0.55 * (end_x - start_x)) + 0.5 + beside
        path.lineTo(turn - RADIUS, start_y)
        path.quadTo(turn, start_y, turn, start_y - RADIUS)
        path.lineTo(turn, end_y + RADIUS)
        path.quadTo(turn, end_y, turn + RADIUS, end_y)
    path.lineTo(end_x, end_y)
    return path


def _arrow(path: QPainterPath) -> QPainterPath:
    """The head at the path's end; wires end horizontally."""
    tip = path.currentPosition()
    way = 1.0 if path.pointAtPercent(0.98).x() < tip.x() else -1.0
    head = QPainterPath(tip)
    head.lineTo(tip.x() - way * ARROW, tip.y() - 0.6 * ARROW)
    head.lineTo(tip.x() - way * ARROW, tip.y() + 0.6 * ARROW)
    head.closeSubpath()
    return head
