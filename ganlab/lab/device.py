"""Which processor to train on, and how this process is made fit for it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import torch

from ganlab.data.target import Target


class DeviceFailed(RuntimeError):
    """The GPU is full or gone. The first sentence of what it said, without its full stop."""


@contextmanager
def failing_by_name(device: str) -> Iterator[None]:
    """What a GPU says within the block when it is full or gone comes as DeviceFailed: whoever is
    told goes on on the CPU. An error there is nobody's but ours, and stays what it is."""
    try:
        yield
    except RuntimeError as error:
        if device == "cpu" or isinstance(error, DeviceFailed):
            raise
        sentence = str(error).strip().partition("\n")[0].partition(". ")[0].rstrip(".")
        raise DeviceFailed(sentence or type(error).__name__) from error


def choose_device(choice: str) -> tuple[str, str]:
    """("cpu" or "cuda", a sentence for the person or ""): what was asked for, or what there is.

    `choice` is "auto" (CUDA where there is one), "cpu" or "cuda".
    """
    available = torch.cuda.is_available()
    if choice == "cuda" and not available:
        return "cpu", "There is no CUDA GPU that can be used here: training runs on the CPU."
    return ("cuda" if available and choice != "cpu" else "cpu"), ""


def device_words(device: str) -> str:
    """What a person calls it: "CPU" or the GPU's name."""
    if device == "cpu":
        return "CPU"
    try:
        return torch.cuda.get_device_name()
    except RuntimeError:  # busy or gone, as whoever trains there will be told
        return "GPU"


def tune_process(target: Target) -> None:
    """Make this process fit for learning a target: for good, so only whose process it is may.

    Small matrices: more threads only wait for each other. For images one core stays free, for the
    window or whatever else: threads that share a core wait for each other, too.
    """
    images = target.image_set is not None
    torch.set_num_threads(max(1, (os.cpu_count() or 1) - 1) if images else 1)
    torch.set_flush_denormal(True)  # a saturated D's gradients would be 10 times slower
    torch.backends.cudnn.deterministic = True  # or a seed on a GPU gives other bits every time


@contextmanager
def tuned(target: Target) -> Iterator[None]:
    """The same for as long as the block lasts."""
    threads, fixed = torch.get_num_threads(), torch.backends.cudnn.deterministic
    tune_process(target)
    try:
        yield
    finally:
        torch.set_num_threads(threads)
        torch.set_flush_denormal(False)
        torch.backends.cudnn.deterministic = fixed
