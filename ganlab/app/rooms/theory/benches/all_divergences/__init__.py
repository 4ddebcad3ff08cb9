"""All divergences: two densities, every integrand, and the sweep."""

from ganlab.app.rooms.theory.benches.all_divergences.view import View

__all__ = ["View"]
