"""Re-exported for the rooms above; see ganlab.gan.checkpoint."""

from ganlab.gan.checkpoint import Checkpoint

__all__ = ["Checkpoint"]
