"""The Dirac-GAN: eleven methods side by side, one of them large, and its eigenvalues."""

from ganlab.app.rooms.theory.benches.dirac_gan.view import View

__all__ = ["View"]
