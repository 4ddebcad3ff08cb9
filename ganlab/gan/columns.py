"""The names of what every iteration measures, apart from torch: the window needs them."""

SCALARS = (
    "step",
    "value",
    "discriminator_loss",
    "generator_loss",
    "d_real",
    "d_fake",
    "discriminator_gradient",
    "generator_gradient",
)
"""Step number; V(D, G), nats; both losses; mean D(x) and D(G(z)); the Euclidean norm of each
network's gradient."""
