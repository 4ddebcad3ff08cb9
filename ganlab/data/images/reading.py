"""Image sets out of whatever a person has: MNIST, files, arrays, folders of pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ganlab.assets import resource_path
from ganlab.data.errors import UnreadableImages, naming
from ganlab.data.images.facts import ReadImages, facts_of
from ganlab.data.images.formats.archive import Archive, Chosen
from ganlab.data.images.formats.beside import labels_beside, looked_for, test_beside
from ganlab.data.images.formats.files import kind_of, open_file
from ganlab.data.images.formats.folder import Folder, part_to_learn_from, read_folder
from ganlab.data.images.formats.partners import are_held_out, are_surely_labels
from ganlab.data.images.formats.shapes import Layout, layout_of
from ganlab.data.images.image_set import ImageSet
from ganlab.data.images.known import DIGIT_SETS, DIGITS, MNIST, Family, recognise
from ganlab.data.images.labels import Labels, read_labels
from ganlab.data.images.levels import CHUNK, WHITE, Ends, Range, asked_range, ends, range_of
from ganlab.data.images.mnist import FILES
from ganlab.names import legible

Array = NDArray[np.generic]


def load_mnist(part: Literal["train", "test"]) -> ImageSet:
    """The 60,000 training or the 10,000 test images of MNIST, 28 x 28, classes 0 to 9.

    White digits on black (Y. LeCun and C. Cortes; resources/mnist/NOTICE).
    """
    return _open(resource_path("mnist", FILES[part]), None, Family(MNIST, DIGITS)).image_set


def read_images(path: Path, value_range: str = "") -> ImageSet:
    """The images of `open_images` alone."""
    return open_images(path, value_range).image_set


def open_images(path: Path, value_range: str = "") -> ReadImages:
    """Read a user's images, 8 x 8 to 64 x 64 pixels, and say how they were read.

    `path` is an IDX file, a `.npy` array or a `.npz` archive, any of them gzipped; or a folder of
    pictures, whose subfolders are classes. The labels of a file are found beside it, in a file of
    the name that belongs to its own (partners.py); of an archive inside. `value_range`: which
    values are black and white, "0..4095"; empty: levels.py decides. Raises UnreadableImages: one
    sentence that names the file.
    """
    try:
        asked = asked_range(value_range)
    except ValueError as error:
        raise UnreadableImages(f"{error}.") from None
    return _open(path, asked)


def open_test_images(path: Path, read_as: Range) -> tuple[ReadImages, str] | None:
    """Images to test with that belong to those at `path`, and where they stand, in words.

    They are in the archive or the folder itself, or beside it under a name that says so: x_test,
    t10k, val. `read_as`: the range of the images that they belong to. None where there are none.
    Raises UnreadableImages.
    """
    if path.is_file() and kind_of(path) == "npz":
        with naming(path):
            archive = Archive(path)
            chosen = archive.held_out()
        if chosen is not None:
            where = f"{chosen.images} in {path.name}"
            return _from_archive(path, archive, chosen, read_as), where
    beside = test_beside(path)
    return None if beside is None else (_open(beside, read_as), beside.name)


def are_digits(image_set: ImageSet) -> bool:
    """Whether these are handwritten digits, called so, that the shipped classifier can judge."""
    return image_set.known_as in DIGIT_SETS and set(image_set.class_names) <= set(DIGITS)


def _open(path: Path, asked: Range | None, known: Family | None = None) -> ReadImages:
    """`known`: what they are, where that need not be found out."""
    if path.is_dir():
        return _from_folder(path, asked)
    with naming(path):
        kind = kind_of(path)
        if kind == "picture":
            raise UnreadableImages(
                "it is one picture, and images are learned from many; choose the folder that it "
                "is in."
            )
    if kind == "npz":
        with naming(path):
            archive = Archive(path)
            chosen = archive.choose()
        return _from_archive(path, archive, chosen, asked)
    with naming(path):
        array = open_file(path)
        if kind == "idx" and array.ndim == 1:
            raise UnreadableImages("it holds labels; choose the file with the images.")
        layout = layout_of(array)
    labels, where, notes = _labels_beside(path, layout)
    return _made(path, layout, labels, where, notes, asked, known)


def _from_archive(path: Path, archive: Archive, chosen: Chosen, asked: Range | None) -> ReadImages:
    with naming(path):
        layout = layout_of(archive.read(chosen.images))
        array = None if chosen.labels is None else archive.read(chosen.labels)
    notes = [f"The images are {chosen.images} of {archive.words()}."]
    labels: Labels | None = None
    where: str | None = None
    if array is None or chosen.labels is None:
        if not are_held_out(chosen.images):  # labels beside the file are those of the others
            labels, where, more = _labels_beside(path, layout)
            notes += more
    else:
        labels, where = _labels(path, array), f"{chosen.labels} in {path.name}"
        _check_count(chosen.images, layout, chosen.labels, labels)
    if archive.left_out:
        notes.append(f"Left out: {', '.join(archive.left_out)}, Python objects.")
    return _made(path, layout, labels, where, notes, asked)


def _labels_beside(path: Path, layout: Layout) -> tuple[Labels | None, str | None, list[str]]:
    """Labels out of a file beside the images in `path`, its name, and why there are none."""
    beside = labels_beside(path)
    if beside is None:
        return None, None, [f"No labels: there is none of {looked_for(path)} beside it."]
    try:
        with naming(beside):
            array = open_file(beside)
        labels = _labels(beside, array)
    except UnreadableImages as error:
        if are_surely_labels(beside.name):
            raise
        return None, None, [f"No labels: {error}"]
    _check_count(path.name, layout, beside.name, labels)
    return labels, beside.name, []


def _labels(path: Path, array: Array) -> Labels:
    """The labels in an array out of the file `path`."""
    with naming(path):
        try:
            return read_labels(array)
        except UnreadableImages as error:
            if array.ndim <= 2:
                raise
            raise UnreadableImages(f"it has the name of labels and holds none: {error}") from None


def _check_count(images: str, layout: Layout, name: str, labels: Labels) -> None:
    count = len(labels[0])
    if count != len(layout.array):
        raise UnreadableImages(
            f"'{images}' has {len(layout.array):,} images and '{name}' has {count:,} labels; "
            "there must be a label for each image."
        )


def _made(
    path: Path,
    layout: Layout,
    labels: Labels | None,
    labels_from: str | None,
    notes: list[str],
    asked: Range | None,
    known: Family | None = None,
) -> ReadImages:
    """One set out of an array with its labels."""
    with naming(path):
        found = ends(layout.raw())
        read_as = asked or range_of(found)
        images = _levels(layout, read_as)
    if layout.words is not None:
        notes.append(layout.words)
    if layout.coloured():
        notes.append("Pictures in colour became grey.")
    image_set = _identified(_title(path), images, labels, path, notes, known)
    ranges = (found, read_as)
    return ReadImages(
        image_set, facts_of(image_set, ranges, asked is not None, labels_from, tuple(notes))
    )


def _identified(
    title: str,
    images: NDArray[np.uint8],
    labels: Labels | None,
    path: Path | None,
    notes: list[str],
    known: Family | None = None,
) -> ImageSet:
    """A set, called as a known one where it is one, and turned upright, which the notes say."""
    called = None if labels is None else _numbers(labels[1])[labels[0]]
    family = known or recognise(path, images, called)
    numbers, names = (None, ()) if labels is None else labels
    if family is None:
        return ImageSet(title, images, numbers, names)
    if family.transposed:
        _transpose(images)
        notes.append("Rows and columns are exchanged in the file: the images were turned upright.")
    if labels is not None:
        names = _names_of(family, labels)
    published = family.title if family.published else title
    return ImageSet(published, images, numbers, names, family.title)


def _levels(layout: Layout, read_as: Range) -> NDArray[np.uint8]:
    """(n, H, W), as they are learned: the very bytes where nothing is to be done to them."""
    array = layout.array
    shape = (len(array), *layout.size)
    bytes_ = array.dtype == np.uint8 and array.flags.writeable and layout.colours is None
    if bytes_ and read_as == Range(0.0, WHITE):
        return array.reshape(shape).view(np.uint8)
    images, start = np.empty(shape, dtype=np.uint8), 0
    for piece in layout.pieces():
        images[start : start + len(piece)] = read_as.levels(piece)
        start += len(piece)
    return images


def _from_folder(path: Path, asked: Range | None) -> ReadImages:
    try:
        folder = part_to_learn_from(path)
    except OSError as error:
        raise UnreadableImages(f"'{path.name}' cannot be opened: {error.strerror}.") from None
    read = read_folder(folder)
    notes = list(read.notes)
    if folder != path:
        notes.append(f"Learned from is '{folder.name}'; the folders beside it are to test with.")
    try:
        images, found, read_as = _by_depth(read, asked, notes)
    except UnreadableImages as error:
        raise UnreadableImages(f"'{folder.name}' cannot be used: {error}") from None
    name = legible(path.resolve().name)
    labels = None if read.labels is None else (read.labels, read.class_names)
    image_set = _identified(name, images, labels, None, notes)
    where = None if read.labels is None else "the names of the subfolders"
    facts = facts_of(image_set, (found, read_as), asked is not None, where, tuple(notes))
    return ReadImages(image_set, facts)


def _by_depth(
    read: Folder, asked: Range | None, notes: list[str]
) -> tuple[NDArray[np.uint8], Ends, Range]:
    """Levels of the pictures: those with as many bits share a range, which is what is found in the
    deepest; bits alone are black and white. What a person asks for is meant of the deepest."""
    images = np.empty(read.values.shape, dtype=np.uint8)
    depths = sorted({int(bits) for bits in read.bits})
    found, read_as = (0.0, 1.0), Range(0.0, 1.0)
    for bits in depths:
        chosen = np.flatnonzero(read.bits == bits)
        parts = [chosen[start : start + CHUNK] for start in range(0, len(chosen), CHUNK)]
        found = ends(read.ends[part] for part in parts)
        read_as = Range(0.0, 1.0) if bits == 1 else range_of(found)
        if asked is not None and bits == depths[-1]:
            read_as = asked
        for part in parts:
            images[part] = read_as.levels(read.values[part])
        if len(depths) > 1:
            notes.append(f"{len(chosen):,} pictures have {bits} bits: {read_as.words()}.")
    return images, found, read_as


def _names_of(family: Family, labels: Labels) -> tuple[str, ...]:
    """What a known set calls the classes, where the data count them as it does."""
    numbers, names = labels
    values = _numbers(names) - family.first_label
    counted = (values >= 0) & (values < len(family.class_names))
    if not counted[np.unique(numbers)].all():
        return names
    known = zip(values, counted, names, strict=True)
    return tuple(family.class_names[value] if ours else name for value, ours, name in known)


def _numbers(names: tuple[str, ...]) -> NDArray[np.int64]:
    """(classes,) the numbers that the data call classes by; -1 for one that is called otherwise."""
    called = (int(name) if name.isascii() and name.isdigit() else -1 for name in names)
    return np.fromiter(called, dtype=np.int64, count=len(names))


def _transpose(images: NDArray[np.uint8]) -> None:
    """Exchange the rows and columns of each (H, H) image in place, so that no second set exists."""
    if images.shape[1] == images.shape[2]:
        for start in range(0, len(images), CHUNK):
            piece = images[start : start + CHUNK]
            piece[:] = piece.transpose(0, 2, 1).copy()


def _title(path: Path) -> str:
    return legible(path.name.removesuffix(".gz").removesuffix(".npy").removesuffix(".npz"))
