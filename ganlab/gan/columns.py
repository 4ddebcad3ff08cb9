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
"""Step number; V(D, G); both losses; the mean of D's number for real and for generated samples; the
Euclidean norm of each network's gradient. V and D's number are those of the objective in force at
that step (see objectives.py and scores.py)."""
