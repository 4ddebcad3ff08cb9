"""Which processor to train on."""

from __future__ import annotations

import torch


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
    return torch.cuda.get_device_name() if device == "cuda" else "CPU"
