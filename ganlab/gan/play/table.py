"""Every way to play the two-player game, in words: what forms, help and docs are made from.

An entry is all that the window needs of a way; what it does stands in a file of this folder. Loads
no torch.
"""

from __future__ import annotations

from ganlab.values import dataclass


@dataclass(frozen=True)
class Way:
    """One way to play."""

    title: str
    formulas: tuple[str, ...]
    """LaTeX; θ are D's parameters and φ G's, η the learning rate."""
    about: str
    """One sentence or two: what it does to the game."""
    source: str
    fields: tuple[str, ...]
    """The dotted fields that set it."""
    points_only: bool = False
    """Whether it is refused with images."""


WAYS: dict[str, Way] = {
    "alternating": Way(
        "Alternating",
        (
            r"\theta_{t+1}=\theta_t-\eta\,\nabla_\theta L_D(\theta_t,\varphi_t)",
            r"\varphi_{t+1}=\varphi_t-\eta\,\nabla_\varphi L_G(\theta_{t+1},\varphi_t)",
        ),
        "D moves, then G answers the D that has moved.",
        "Goodfellow et al. 2014, Algorithm 1",
        ("game.play.updates",),
    ),
    "simultaneous": Way(
        "Simultaneous",
        (
            r"\theta_{t+1}=\theta_t-\eta\,\nabla_\theta L_D(\theta_t,\varphi_t)",
            r"\varphi_{t+1}=\varphi_t-\eta\,\nabla_\varphi L_G(\theta_t,\varphi_t)",
        ),
        "Both move from the same point: G answers D as it was before its turn. "
        "Where alternating steps circle, these spiral outwards.",
        "Mescheder, Nowozin and Geiger 2017, The numerics of GANs, Algorithm 1",
        ("game.play.updates",),
    ),
    "extra-gradient": Way(
        "Extra-gradient",
        (
            r"\tilde\omega=\omega_t-\eta\,F(\omega_t),\;\omega=(\theta,\varphi)",
            r"\omega_{t+1}=\omega_t-\eta\,F(\tilde\omega)",
        ),
        "Both look where their steps would lead, and step from where they stand by the gradient "
        "found there: what circles comes to rest. An iteration takes twice as long.",
        "Gidel et al. 2019, A variational inequality perspective on GANs, Algorithms 3 and 4",
        ("game.play.updates",),
    ),
    "optimistic-adam": Way(
        "Optimistic Adam",
        (
            r"\omega_{t+1}=\omega_t-2\,\eta\,u_t+\eta\,u_{t-1}",
            r"u_t=\hat m_t/(\sqrt{\hat s_t}+\epsilon)",
        ),
        "Each step takes back the last one and goes twice along the new one, as if the opponent's "
        "next move were known: extra-gradient's rest at the price of plain steps.",
        "Daskalakis et al. 2018, Training GANs with optimism, Algorithm 1",
        ("game.discriminator_optimizer.kind", "game.generator_optimizer.kind"),
    ),
    "unrolled": Way(
        "Unrolled generator",
        (
            r"\theta_{i+1}=\theta_i-\eta\,\nabla_\theta L_D(\theta_i,\varphi),\;i<K",
            r"\varphi\leftarrow\varphi-\eta\,\nabla_\varphi L_G(\theta_K(\varphi),\varphi)",
        ),
        "G is taught by the D that would have answered it for so many steps, through D's steps: "
        "running to one mode no longer pays. D itself moves as ever.",
        "Metz et al. 2017, Unrolled generative adversarial networks, equations 5 to 9",
        ("game.play.unrolled",),
        points_only=True,
    ),
    "consensus": Way(
        "Consensus optimisation",
        (
            r"v=(\nabla_\theta L_D,\nabla_\varphi L_G)",
            r"\omega\leftarrow\omega-\eta\,(v+\gamma\,\nabla_\omega\tfrac{1}{2}\|v\|^2)",
        ),
        "Both players also make both gradients shorter: it damps the circling and leaves the "
        "equilibria where they are.",
        "Mescheder, Nowozin and Geiger 2017, The numerics of GANs, Algorithm 2",
        ("game.play.consensus",),
        points_only=True,
    ),
    "lookahead": Way(
        "Lookahead",
        (
            r"\bar\omega\leftarrow\bar\omega+\alpha\,(\omega-\bar\omega),\;"
            r"\omega\leftarrow\bar\omega\;\;\mathrm{every}\;k\;\mathrm{iterations}",
        ),
        "Every so many iterations both players go back, together, to slow weights that have come "
        "a share of the way after them: from a circle towards its centre.",
        "Chavdarova et al. 2021, Taming GANs with lookahead-minmax, Algorithm 1",
        ("game.play.lookahead", "game.play.lookahead_share"),
    ),
    "pack": Way(
        "Packing",
        (r"D(x_1,\ldots,x_m),\;x_i\sim p_d\;\mathrm{or}\;x_i=G(z_i)",),
        "D judges several samples at once, all real or all generated: a generator that leaves out "
        "modes gives itself away by how alike they are.",
        "Lin et al. 2018, PacGAN: the power of two samples in generative adversarial networks",
        ("game.pack",),
    ),
    "two-time-scales": Way(
        "Two time scales",
        (r"\eta_D\neq\eta_G",),
        "Each player has a learning rate of its own: a D that learns faster stays near its best.",
        "Heusel et al. 2017, GANs trained by a two time-scale update rule converge to a local Nash "
        "equilibrium",
        ("game.discriminator_optimizer.learning_rate", "game.generator_optimizer.learning_rate"),
    ),
}
"""By name; those that set one field together have the names of its values."""


def in_packs(pack: int) -> str:
    """How what is said of D at one place is to be read, a sentence with a space before it; "":
    where nothing is packed."""
    return f" D judges {pack} samples at once: here each with itself." if pack > 1 else ""


def help_of(path: str) -> str:
    """What the ways that a field sets do to the game, with their sources."""
    told = [way for way in WAYS.values() if path in way.fields]
    if len(told) == 1:
        return f"{told[0].about} ({told[0].source})"
    return " ".join(f"{way.title}: {way.about} ({way.source})" for way in told)
