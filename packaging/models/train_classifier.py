"""Trains the classifier of digits that the metrics look through and writes it to resources/models:

    python packaging/models/train_classifier.py

The same on one machine to the bit, however often. Beside the weights it writes a JSON file with
the accuracy on the 10,000 test images and how it came about. Takes about five minutes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from pathlib import Path

import torch
from safetensors.torch import save

from ganlab.atomic import atomic_write
from ganlab.data.images import load_mnist
from ganlab.metrics.classifier import CLASSES, FEATURES, model_path
from ganlab.metrics.classifier_training import train_classifier
from ganlab.progress import ProgressBar

SEED = 0
EPOCHS = 8


def main() -> None:
    """Train, test, write."""
    arguments = _arguments()
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    train, test = load_mnist("train"), load_mnist("test")
    if train.labels is None or test.labels is None:
        sys.exit("MNIST has lost its labels")
    first = slice(arguments.images)
    images, labels = train.images[first], train.labels[first]
    bar, began = ProgressBar(sys.stderr), time.monotonic()

    def show(done: int, total: int) -> None:
        bar.show(done, total, done / max(time.monotonic() - began, 1e-9))

    classifier = train_classifier(
        images,
        labels,
        classes=CLASSES,
        epochs=arguments.epochs,
        seed=SEED,
        progress=show,
    )
    bar.close()
    right = classifier.look(test.images[first]).classes == test.labels[first]
    card = {
        "accuracy": round(float(right.mean()), 4),
        "epochs": arguments.epochs,
        "features": FEATURES,
        "images": len(images),
        "seed": SEED,
        "test_images": len(right),
    }
    weights = {name: tensor.contiguous() for name, tensor in classifier.state_dict().items()}
    # One key: several would come in any order.
    data = save(weights, {"ganlab": json.dumps(card)})
    with atomic_write(arguments.out) as file:
        file.write(data)
    card |= {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    with atomic_write(arguments.out.with_suffix(".json")) as file:
        file.write((json.dumps(card, indent=2, sort_keys=True) + "\n").encode())
    print(json.dumps(card))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Train the classifier of digits.")
    parser.add_argument(
        "--images", type=int, help="how many to learn from and to test on at most (all)"
    )
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--out", type=Path, default=model_path())
    return parser.parse_args()


if __name__ == "__main__":
    main()
