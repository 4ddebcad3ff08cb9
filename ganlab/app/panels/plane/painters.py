"""What draws a view in the plane: one painter for each kind of picture, whatever the game."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import numpy as np
from PySide6.QtCore import QRectF

from ganlab.app.items.contours import density_contours, sample_contours
from ganlab.app.items.heatmap import HeatmapItem
from ganlab.app.items.plane import strip
from ganlab.app.items.plane.layer import Array
from ganlab.app.items.plane.lines import Lines, LinesItem
from ganlab.app.items.plane.mesh import MeshItem
from ganlab.app.items.plane.quiver import QuiverItem
from ganlab.app.items.plane.scatter import Mark, Scatter, outline
from ganlab.app.look.classes import LOOKS, class_color, class_mark
from ganlab.app.look.theme import Theme
from ganlab.app.panels.plane.painter import Painter, Shown
from ganlab.data.target import Labels, plane_view
from ganlab.games.shown.views import (
    EXTENT,
    SAMPLES,
    Arrows,
    Field,
    Mesh,
    Points,
    View,
)

RADII = {("disc", False): 2.5, ("diamond", False): 3.3, ("diamond", True): 3.0}
"""Of marks, pixels: by shape, and whether they are hollow."""
CLASS_RADIUS = 3.0
"""The same of those of classes, whose shapes have to be told apart."""
UNDER = 3.0
"""Width of the lines of p_g, pixels."""
SOFT = 0.85
"""How much of their colour they have of that of what is generated, so that what lies on them is
told from them. No opacity: pieces of a line overlap."""


MOST_DRAWN = 50_000
"""Real samples among which those of a rare class are looked for."""
Samples = tuple[Array | None, Labels | None]
"""(n, 2) places, view units, and (n,) the class of each; None where there are none."""


class PointsPainter(Painter):
    """Marks: of generated samples, or, where the game takes no picture, of the target's."""

    item: Scatter

    def __init__(self, view: View, row: int) -> None:
        """`row`: which strip of a game in one dimension is this one's, the uppermost first."""
        super().__init__(view)
        self._row = row
        self._by_class = False
        self._of_classes: tuple[Mark, ...] = ()
        self.item = Scatter()
        self._usual = self.item.marks[0]

    def draw(self, shown: Shown) -> None:
        points, labels = self._generated(shown) if self.view.taken else _real(shown)
        if points is not None and shown.flat:
            points = strip.strip(points[:, 0], self._row)
        looks = labels % LOOKS if labels is not None and shown.by_class else None
        self._by_class = looks is not None
        self._mark()
        self.item.set_points(points, looks)

    def _generated(self, shown: Shown) -> Samples:
        samples = shown.picture(self.view.name, Points)
        if samples is None:
            return None, None
        start = shown.picture(self.view.start, Points)
        return shown.on_the_way(None if start is None else start.at, samples.at), samples.labels

    def restyle(self, theme: Theme) -> None:
        view, color, rim = self.view, theme.color(self.view.colour), theme.color("panel", 0.45)
        path = outline(view.mark, RADII[view.mark, view.hollow])
        self._usual = Mark(path, *((None, color) if view.hollow else (color, rim)))
        made = view.taken
        tints = [class_color(theme.palette, i, made) for i in range(LOOKS)]
        self._of_classes = tuple(  # a tint may be pale: an edge shows it on a pale ground
            Mark(class_mark(i, CLASS_RADIUS), None, tint)
            if view.hollow
            else Mark(class_mark(i, CLASS_RADIUS, made), tint, rim if tint == color else color)
            for i, tint in enumerate(tints)
        )
        self._mark()

    def _mark(self) -> None:
        self.item.set_marks(*(self._of_classes if self._by_class else (self._usual,)))


def _real(shown: Shown) -> Samples:
    """Of the target, of the one class that is looked at if there is any; as many as generated ones:
    where both lie over one another, as much is seen of each."""
    target, label, count = shown.target, shown.label, SAMPLES
    if target is None:
        return None, None
    if label is not None and label >= len(target.told_shares):
        label = None  # of the target before
    if label is not None:
        count = min(round(SAMPLES / max(target.told_shares[label], 1e-9)), MOST_DRAWN)
    batch = target.sample(count, np.random.default_rng(0))
    points = plane_view(target, shown.equal).forward(batch.rows)
    labels = target.told_labels(batch) if target.class_names else None
    if label is None or labels is None:
        return points, labels
    of_it = np.flatnonzero(labels == label)[:SAMPLES]
    return points[of_it], labels[of_it]


class FieldPainter(Painter):
    """Colours, from generated over neutral to real."""

    item: HeatmapItem

    def __init__(self, view: View) -> None:
        super().__init__(view)
        self.item = HeatmapItem()

    def draw(self, shown: Shown) -> None:
        picture = shown.picture(self.view.name, Field)
        if picture is None:
            self.item.set_values(None, QRectF())
            return
        part = picture.part
        area = QRectF(part.left, part.bottom, part.width, part.height)
        scale = picture.scale or shown.scale
        self.item.set_values(scale.share(picture.values), area)

    def restyle(self, theme: Theme) -> None:
        color = theme.color
        self.item.set_colors(color("generated"), color("neutral"), color("real"))


class DensityPainter(Painter):
    """Lines of equal density of the target, and of the samples that the view needs, if any; in one
    dimension the two curves."""

    item: LinesItem

    def __init__(self, view: View) -> None:
        super().__init__(view)
        self.item = LinesItem(colors=2)
        self._drawn: tuple[object, ...] = ()
        self._highest = float("nan")
        """Of the target's curve."""

    def draw(self, shown: Shown) -> None:
        of = (id(shown.target), shown.equal, shown.part if shown.flat else None)
        if of != self._drawn:  # with each frame only samples are others
            self._drawn = of
            self.item.set_segments(self._of_target(shown), kind=1)
        self.item.set_segments(self._of_samples(shown), kind=0)

    def _of_target(self, shown: Shown) -> Array | None:
        if shown.target is None:
            return None
        if shown.flat:
            lines, self._highest = strip.density_curve(shown.target, shown.part)
            return lines
        return density_contours(shown.target, EXTENT, shown.equal)

    def _of_samples(self, shown: Shown) -> Lines | None:
        if shown.target is None:
            return None
        if shown.flat:
            found = shown.generated(self.view, strip.over(shown.part))
            return None if found is None else strip.curve(shown.part, found, self._highest)
        pictures = (shown.picture(name, Points) for name in self.view.needs)
        samples = next((points for points in pictures if points is not None), None)
        return None if samples is None else partial(sample_contours, samples.at, EXTENT)

    def restyle(self, theme: Theme) -> None:
        color = theme.color
        # Where they are the same, that of the target lies on the wider one of p_g.
        colors = theme.mixed("generated", "panel", SOFT), color(self.view.colour)
        self.item.set_colors(color("panel", 0.6), *colors, lowest=UNDER)


class CurvesPainter(Painter):
    """D over the line, and dashed the best D."""

    item: LinesItem

    def __init__(self, view: View) -> None:
        super().__init__(view)
        self.item = LinesItem(colors=2)

    def draw(self, shown: Shown) -> None:
        field = next((shown.picture(name, Field) for name in self.view.needs), None)
        if field is None or shown.target is None or not shown.flat:
            self.item.set_segments(None)
            self.item.set_segments(None, kind=1)
            return
        edges = strip.edges_of(field.part, field.values.shape[1])
        said = shown.scale.share(field.values[0].astype(float))
        self.item.set_segments(strip.curve(field.part, said), kind=1)
        generated, best = shown.generated(self.view, edges), None
        if generated is not None:
            best = self._best(shown, edges, generated)
        dashes = None if best is None else strip.dashed(strip.curve(field.part, best))
        self.item.set_segments(dashes, kind=0)

    def _best(self, shown: Shown, edges: Array, generated: Array) -> Array | None:
        """(m,) what the best D says, from 0 to 1 on its scale; None where it is not known."""
        assert shown.target is not None
        known = strip.densities(shown.target, edges, generated)
        if known is None or self.view.best is None:
            return None
        p, both = known
        with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
            said = self.view.best(np.log(p) - np.log(both - p))
        if self.view.floats:
            sure = np.isfinite(said)  # as D's own, its mean over real and generated is the middle
            said = said + shown.scale.neutral - (said * both)[sure].sum() / both[sure].sum()
        return np.clip(shown.scale.share(said), 0, 1)

    def restyle(self, theme: Theme) -> None:
        color = theme.color
        self.item.set_colors(color("panel", 0.6), color("muted"), color(self.view.colour))


class MeshPainter(Painter):
    """The image of a grid, shaded by what it carries."""

    item: MeshItem

    def __init__(self, view: View) -> None:
        super().__init__(view)
        self.item = MeshItem()

    def draw(self, shown: Shown) -> None:
        mesh = shown.picture(self.view.name, Mesh)
        if mesh is None:
            self.item.set_mesh(None, None)
            return
        corners = shown.on_the_way(mesh.start, mesh.corners)
        if shown.flat:
            self.item.set_mesh(*strip.fan(mesh.start, corners, mesh.mass))
        else:
            self.item.set_mesh(corners, mesh.mass)

    def restyle(self, theme: Theme) -> None:
        self.item.set_color(theme.color(self.view.colour))


class ArrowsPainter(Painter):
    """What pulls at samples; in one dimension in the strip of those it pulls at."""

    item: QuiverItem

    def __init__(self, view: View, row: int) -> None:
        super().__init__(view)
        self._row = row
        self.item = QuiverItem()

    def draw(self, shown: Shown) -> None:
        pull = shown.picture(self.view.name, Arrows)
        vectors: Array | None = None if pull is None else pull.vectors
        if vectors is not None and shown.flat:
            placed = strip.strip(vectors[:, 0], self._row)
            vectors = np.column_stack([placed, vectors[:, 2], np.zeros(len(vectors))])
        self.item.set_vectors(vectors)

    def restyle(self, theme: Theme) -> None:
        self.item.set_colors(theme.color("panel", 0.5), theme.color(self.view.colour))


def painters_for(views: Iterable[View]) -> list[Painter]:
    """One for each view that can be switched on in the plane, from the bottom up."""
    drawn = [view for view in views if view.label]
    rows = {view.name: row for row, view in enumerate(v for v in drawn if v.kind == "points")}
    painters: list[Painter] = []
    for view in sorted(drawn, key=lambda view: view.depth):
        match view.kind:
            case "points":
                painters.append(PointsPainter(view, rows[view.name]))
            case "field":
                painters.append(FieldPainter(view) if view.taken else DensityPainter(view))
            case "mesh":
                painters.append(MeshPainter(view))
            case "curves":
                painters.append(CurvesPainter(view))
            case "arrows":
                painters.append(ArrowsPainter(view, rows.get(view.of, 0)))
    return painters
