"""Where the boxes and wires of the model overview lie, for any size of the panel. No painting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from ganlab.games.shown.graph import Box, Graph, Wire

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
LOW = 120.0
"""Below this height there are no lines of text under the boxes."""
LOSS_WIDTH = 112.0
CLEAR = 4.0
"""Between a wire and its box."""
PORTS = 4.25
"""Wires that a box has room for at its side."""
NAME_ROOM = 14.0
"""Around a name, pixels."""
SHARES = (1.0, 0.94, 0.88, 0.82, 0.76, 0.7, 0.64)
"""Of their full size that boxes have where wires and names need the room."""


@dataclass(frozen=True)
class Layout:
    """Rectangles of the boxes; wires as paths that end in the tips of their arrows."""

    boxes: dict[str, QRectF]
    wires: dict[tuple[str, str], QPainterPath]
    arrows: dict[tuple[str, str], QPainterPath]
    details: bool
    """Whether there is room for the lines under the boxes; notes have it where names have."""
    named: bool = True
    """Whether the boxes have their names beside them."""


def layout(
    graph: Graph,
    width: float,
    height: float,
    text_widths: Mapping[str, float],
    name_widths: Mapping[str, float],
    named: bool = True,
) -> Layout:
    """Lay the graph out in `width` by `height` pixels.

    `text_widths` are those of the lines under boxes, `name_widths` those of the titles that stand
    beside theirs, by the names of the boxes. If not `named`, the boxes have all the room.
    """
    details = named and height >= LOW
    shown = {box.name for box in graph.boxes if (named if box.under else details)}
    noted = named and any(box.under for box in graph.boxes)
    texts = {name: text for name, text in text_widths.items() if name in shown}
    names = name_widths if named else {}
    boxes = _boxes(graph, width, height, texts, names, int(named) + details + noted)
    for note in graph.boxes:
        if note.under:
            text = texts.get(note.name, 0.0)
            boxes[note.name] = _below(boxes[note.under], text, 1 + details)
    wires = {(wire.source, wire.target): _way(wire, boxes, 0.0) for wire in graph.wires}
    for wire in graph.wires:
        if wire.gradient:
            beside = min(_apart(boxes[wire.source]), _apart(boxes[wire.target]))
            wires[wire.target, wire.source] = _way(wire, boxes, beside).toReversed()
    arrows = {wire: _arrow(path) for wire, path in wires.items()}
    return Layout(boxes, wires, arrows, details, named)


def _boxes(
    graph: Graph,
    width: float,
    height: float,
    text_widths: Mapping[str, float],
    name_widths: Mapping[str, float],
    lines: int,
) -> dict[str, QRectF]:
    tall = height - HEADER - FOOT
    everything = [
        [box for box in graph.boxes if box.column == column]
        for column in range(len(graph.gaps) + 1)
    ]
    stacks = [[box for box in stack if not box.under] for stack in everything]
    least = _least_gaps(graph, name_widths)
    for share in SHARES:
        sizes = [[_size(box, len(stack), tall, lines, share) for box in stack] for stack in stacks]
        columns = [
            max(*(w for w, _ in of), *(text_widths.get(box.name, 0.0) for box in stack))
            for stack, of in zip(everything, sizes, strict=True)
        ]
        room = max(width - 2 * MARGIN - sum(columns), 0.0)
        if room >= sum(least):
            break
    middle, left = HEADER + tall / 2, MARGIN
    boxes: dict[str, QRectF] = {}
    gaps = (*_gaps(room, [gap for gap, _ in graph.gaps], least), 0.0)
    for stack, of, column, gap in zip(stacks, sizes, columns, gaps, strict=True):
        for row, (box, (w, h)) in enumerate(zip(stack, of, strict=True)):
            y = middle + (row - (len(stack) - 1) / 2) * (h + APART)
            if box.side == "above" and lines:  # one line is above it, the others are below
                y += (2 - lines) * LINE / 2
            x = left + (column - w) / 2
            boxes[box.name] = QRectF(round(x), round(y - h / 2), round(w), round(h))
        left += column + gap
    return boxes


def _below(box: QRectF, width: float, nth: int) -> QRectF:
    """The nth line below a box; nothing of it where lines have no room."""
    height = LINE if width else 0.0
    top = box.bottom() + 3 + (nth - 1) * height
    return QRectF(box.center().x() - width / 2, top, width, height)


def _size(box: Box, rows: int, tall: float, lines: int, share: float) -> tuple[float, float]:
    """(width, height) of one of so many boxes in a column, at so much of their full size; one
    that stands alone leaves room for so many lines of text."""
    single = share * min(tall - lines * LINE, LARGEST)
    row = share * min((tall - (max(rows, 2) - 1) * APART) / max(rows, 2), 0.62 * LARGEST)
    return {
        "small": (0.8 * single, 0.8 * single),
        "tall": (single, single),
        "row": (1.15 * row, row),
        "wide": (1.5 * row, row),
        "figure": (LOSS_WIDTH, row),
    }[box.shape]


def _least_gaps(graph: Graph, name_widths: Mapping[str, float]) -> list[float]:
    """What the wires between two columns need, and the names beside them."""
    least = [gap for _, gap in graph.gaps]
    for box in graph.boxes:
        beside = {"right": box.column, "left": box.column - 1}.get(box.side, -1)
        if 0 <= beside < len(least):
            least[beside] = max(least[beside], name_widths.get(box.name, 0.0) + NAME_ROOM)
    return least


def _gaps(room: float, shares: list[float], least: list[float]) -> list[float]:
    """`room` shared out between the columns, so that each gap has what it needs if all can."""
    shared = [room * share / sum(shares) for share in shares]
    if all(gap >= wanted for gap, wanted in zip(shared, least, strict=True)):
        return shared
    spare = room - sum(least)
    if spare < 0:
        return [room * wanted / sum(least) for wanted in least]
    return [
        wanted + spare * share / sum(shares) for wanted, share in zip(least, shares, strict=True)
    ]


def _way(wire: Wire, boxes: Mapping[str, QRectF], beside: float) -> QPainterPath:
    """The way of `wire`, `beside` pixels to its right as one walks along it."""
    source, target = boxes[wire.source], boxes[wire.target]
    ahead = 1 if source.center().x() < target.center().x() else -1
    start_x, end_x = (
        (source.right() + CLEAR, target.left() - CLEAR)
        if ahead > 0
        else (source.left() - CLEAR, target.right() + CLEAR)
    )
    start_y, end_y = _ports(wire, source, target)
    start_y, end_y = (round(y) + 0.5 + ahead * beside for y in (start_y, end_y))
    path = QPainterPath(QPointF(start_x, start_y))
    if start_y != end_y:
        down = 1 if end_y > start_y else -1
        # The only bend. Walking up, one's right is the right; walking down it is the left.
        turn = round(start_x + wire.turn * (end_x - start_x)) + 0.5 - down * beside
        path.lineTo(turn - ahead * RADIUS, start_y)
        path.quadTo(turn, start_y, turn, start_y + down * RADIUS)
        path.lineTo(turn, end_y - down * RADIUS)
        path.quadTo(turn, end_y, turn + ahead * RADIUS, end_y)
    path.lineTo(end_x, end_y)
    return path


def _ports(wire: Wire, source: QRectF, target: QRectF) -> tuple[float, float]:
    """The heights at which a wire leaves and arrives: one, where the taller box reaches the port
    of the other."""
    start = _port(source, wire.leaves)
    end = _port(target, wire.arrives)
    back = (APART if wire.gradient else 0.0) + 1.0  # and a line is put on the next half pixel
    if source.height() > target.height() and source.top() < end < source.bottom() - back:
        return end, end
    if target.height() > source.height() and target.top() < start < target.bottom() - back:
        return start, start
    return start, end


def _port(box: QRectF, below: float) -> float:
    """So many wires' widths below the middle of a box; closer where it is low."""
    return box.center().y() + below * _apart(box)


def _apart(box: QRectF) -> float:
    return min(APART, box.height() / PORTS)


def _arrow(path: QPainterPath) -> QPainterPath:
    """The head at the path's end; wires end horizontally."""
    tip = path.currentPosition()
    way = 1.0 if path.pointAtPercent(0.98).x() < tip.x() else -1.0
    head = QPainterPath(tip)
    head.lineTo(tip.x() - way * ARROW, tip.y() - 0.6 * ARROW)
    head.lineTo(tip.x() - way * ARROW, tip.y() + 0.6 * ARROW)
    head.closeSubpath()
    return head
