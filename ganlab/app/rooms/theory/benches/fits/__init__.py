"""What a divergence wants: Gaussians that follow a mixture that is dragged."""

from ganlab.app.rooms.theory.benches.fits.view import View

__all__ = ["View"]
