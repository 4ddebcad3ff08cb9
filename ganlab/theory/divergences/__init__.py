"""How far apart two densities are: closed forms, sums and quadrature."""
