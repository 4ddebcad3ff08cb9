"""Objectives in which D's number is a score without bounds: how real, and not how likely."""

from __future__ import annotations

import math

import numpy as np

from ganlab.gan.logits import below, sigmoid, softplus
from ganlab.gan.objectives.losses import Cost, Paired, Separate
from ganlab.gan.objectives.objective import Objective
from ganlab.gan.scores import floating, raw

GROUP = "Scores"
TO_1 = Cost(lambda a: 0.5 * (a - 1) ** 2, lambda a: a - 1)
TO_0 = Cost(lambda a: 0.5 * a**2, lambda a: a)
RAISED = Cost(lambda a: -a, lambda a: a * 0 - 1)
LOWERED = Cost(lambda a: a, lambda a: a * 0 + 1)
ABOVE_1 = Cost(lambda a: (1 - a).clip(0), lambda a: -below(a, 1.0))
BELOW_1 = Cost(lambda a: (1 + a).clip(0), lambda a: below(-a, 1.0))
"""Below −1."""
SORTED = Cost(lambda t: softplus(-t), lambda t: -sigmoid(-t))
"""−log σ(t), of the difference of two logits."""

OF_SCORES: dict[str, Objective] = {
    "least-squares": Objective(
        title="Least squares",
        group=GROUP,
        losses=Separate(TO_1, TO_0, TO_1),
        discriminator_formula=(
            r"D\downarrow\;\tfrac{1}{2}\mathbb{E}_x(a(x)-1)^2+\tfrac{1}{2}\mathbb{E}_z\,a(G(z))^2"
        ),
        generator_formula=r"G\downarrow\;\tfrac{1}{2}\mathbb{E}_z(a(G(z))-1)^2",
        value_formula="−½ E (a(x) − 1)² − ½ E a(G(z))²",
        equilibrium_text="−1/4",
        unit="",
        # V(D*, G) = −½ ∫ pq/(p + q). Where p and q are m ± d this lies ¼ ∫ d²/m above −1/4, and
        # that of 2014, −log 4 + 2 JS, lies ∫ d²/m above −log 4: a quarter of 0.1.
        near=0.025,
        ceiling=0.0,
        score=raw(neutral=0.5, reach=0.5),
        # Between its aims of 1 and 0 the best score is their mean, weighted by both densities.
        best=sigmoid,
        log_ratio=lambda a: np.log(a.clip(1e-6, 1 - 1e-6)) - np.log1p(-a.clip(1e-6, 1 - 1e-6)),
        about="Pulls D's score a towards 1 on real and 0 on generated: no saturation, gentler D.",
        source="Mao et al. 2017, equation 9 (a = 0, b = c = 1), on D's raw score, 1/2 at the "
        "equilibrium (section 3.2)",
        labels=True,
    ),
    "wasserstein": Objective(
        title="Wasserstein",
        group=GROUP,
        losses=Separate(RAISED, LOWERED, RAISED),
        discriminator_formula=r"D\uparrow\;\mathbb{E}_x\,a(x)-\mathbb{E}_z\,a(G(z))",
        generator_formula=r"G\uparrow\;\mathbb{E}_z\,a(G(z))",
        value_formula="E a(x) − E a(G(z))",
        equilibrium_text="0",
        unit="",
        near=math.nan,
        ceiling=math.inf,
        score=floating(reach=1e-6),
        value_title="Critic's difference",
        about="D is a critic: of all scores that rise by no more than 1 per unit of length, the "
        "best tells how far p_g has to be carried. It needs a penalty or a bound on D.",
        source="Arjovsky, Chintala and Bottou 2017, equation 2 and Algorithm 1",
    ),
    "hinge": Objective(
        title="Hinge",
        group=GROUP,
        losses=Separate(ABOVE_1, BELOW_1, RAISED),
        discriminator_formula=(r"D\downarrow\;\mathbb{E}_x[1-a(x)]_++\mathbb{E}_z[1+a(G(z))]_+"),
        generator_formula=r"G\uparrow\;\mathbb{E}_z\,a(G(z))",
        value_formula="−E max(0, 1 − a(x)) − E max(0, 1 + a(G(z)))",
        equilibrium_text="−2",
        unit="",
        # The best D is the sign of p − q, and V(D*, G) = −2 (1 − TV).
        near=0.5,
        ceiling=0.0,
        score=raw(neutral=0.0, reach=1.0),
        best=np.sign,
        about="D stops where it is sure by a margin of 1; G climbs its score without end.",
        source="Lim and Ye 2017; Miyato et al. 2018, equations 16 and 17",
    ),
    "relativistic": Objective(
        title="Relativistic",
        group=GROUP,
        losses=Paired(SORTED),
        discriminator_formula=r"D\uparrow\;\mathbb{E}_{x,z}\,\log\sigma(a(x)-a(G(z)))",
        generator_formula=r"G\uparrow\;\mathbb{E}_{x,z}\,\log\sigma(a(G(z))-a(x))",
        value_formula="−E log(1 + exp(a(G(z)) − a(x)))",
        equilibrium_text="−log 2",
        unit="nats",
        # With a = h small, V is −log 2 + ∫ h d − ¼ Var h, at most ∫ d²/m above: as that of 2014.
        near=0.1,
        ceiling=0.0,
        score=floating(reach=3.0, sorts=True),
        # But for a constant: D tells which of two is the real one.
        best=lambda log_ratio: log_ratio,
        log_ratio=lambda a: a,
        about="D says of each pair, one real sample and one generated, which is which; G wants its "
        "own to look the more real one, so that every mode of the data pulls at it.",
        source="Jolicoeur-Martineau 2019 (RpGAN), f(t) = −log(1 + e⁻ᵗ); Huang et al. 2024 (R3GAN)",
    ),
}
