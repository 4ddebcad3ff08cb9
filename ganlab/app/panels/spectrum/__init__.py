"""Eigenvalues of the game's Jacobian, in the complex plane."""
