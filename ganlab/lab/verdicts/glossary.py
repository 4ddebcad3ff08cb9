"""The words that the window uses, for those who meet them there first. What stands beside a field,
a curve or a layer is told where that is defined; here is the rest."""

from __future__ import annotations

import re

from ganlab.values import dataclass


@dataclass(frozen=True)
class Word:
    """One word, what it means, and its formulas as LaTeX where it has any."""

    word: str
    meaning: str
    formulas: tuple[str, ...] = ()


def _(word: str, meaning: str, *formulas: str) -> Word:
    return Word(word, meaning, formulas)


FIGURES = (
    _("JS", "Jensen–Shannon divergence: how far p_g is from p_data. 0 bits: the same; 1 bit: they "
      "have nothing in common. Estimated on a grid over the plane.",
      r"\mathrm{JS}=\tfrac{1}{2}\mathrm{KL}(p_d\,\|\,m)+\tfrac{1}{2}\mathrm{KL}(p_g\,\|\,m),\;"
      r"m=\tfrac{1}{2}(p_d+p_g)"),
    _("KL", "Kullback–Leibler divergence of p_data from p_g: large where p_g leaves out what the "
      "data have.", r"\mathrm{KL}(p\,\|\,q)=\int p(x)\,\log\frac{p(x)}{q(x)}\,dx"),
    _("floor", "What the same estimate reads between two batches of real data: chance alone. "
      "Nothing can be told below it; a plot calls it “JS floor”."),
    _("bits", "Unit of information, with logarithms to base 2: 1 bit is 0.693 nats."),
    _("nats", "Unit of information, with natural logarithms, as in the paper: 1 nat is 1.443 "
      "bits."),
    _("modes", "The separate places where the data lie. One counts as reached when a high-quality "
      "sample lies there."),
    _("of weight", "How many modes matter: m·e^−KL of the samples' shares. Evenly spread over "
      "three of eight it is 3; one stray sample at each of the others changes it little.",
      r"m\,e^{-\mathrm{KL}(\mathrm{shares}\,\|\,1/m)}"),
    _("high quality", "The share of generated samples within three standard deviations of a mode. "
      "A perfect generator of a mixture scores 98.9 %."),
    _("reverse KL", "How unevenly the samples are spread over the modes that there are; 0: as the "
      "data are.", r"\sum_i \hat{p}_i\,\log\frac{\hat{p}_i}{p_i}"),
    _("V(D,G)", "The value of the game: D climbs it, G descends it.",
      r"V(D,G)=\mathbb{E}_x\log D(x)+\mathbb{E}_z\log(1-D(G(z)))"),
    _("−log 4", "The value where p_g = p_data and D can only guess: −1.386 nats "
      "(Goodfellow et al. 2014, Theorem 1).", r"V(D^*,G)=-\log 4+2\,\mathrm{JS}(p_d\,\|\,p_g)"),
    _("−1/4", "The value of the least-squares game where p_g = p_data and D's score is 1/2 "
      "everywhere."),
    _("outside", "Generated samples that lie neither in the square around the data nor in the part "
      "of the plane that is in view."),
    _("p_g", "The distribution of what the generator makes.", r"x=G(z),\;z\sim p_z"),
    _("p_data", "The distribution of the data, the target."),
    _("R1", "A penalty on D's slope at real samples: a flatter D, a calmer game (Mescheder et al. "
      "2018).", r"\frac{\gamma}{2}\,\mathbb{E}_x\|\nabla_x a(x)\|^2"),
    _("k", "Steps of D before each turn of G."),
)  # fmt: skip
"""Those that verdicts use, in the order in which they are explained."""

GAME = (
    _("Generator, G", "The network that turns noise into samples. It never sees the data: all that "
      "it learns it learns from D.", r"x=G(z)"),
    _("Discriminator, D", "The network that tells real from generated: near 1, it takes a sample "
      "for real; near 0, for generated; at 1/2 it cannot tell.", r"D(x)=\sigma(a(x))"),
    _("D(x), D(G(z))", "What D says of real samples, and of generated ones."),
    _("Score, a", "D's number before it is squeezed into 0 to 1. Least squares, Wasserstein, hinge "
      "and relativistic losses work on it, and so do the f-GANs, whose T it is.",
      r"\sigma(a)=\frac{1}{1+e^{-a}}"),
    _("Critic", "A D that gives scores instead of probabilities: higher is more real, and only "
      "differences count."),
    _("Lipschitz constant", "How steep D is at most. A critic needs a bound on it; penalties, "
      "clipping and spectral normalisation set one.",
      r"|a(x)-a(y)|\le L\,\|x-y\|"),
    _("Noise, z", "The random numbers that G is fed, drawn anew for every step; p_z is their "
      "distribution. What is shown comes from noise that stays the same.", r"z\sim p_z"),
    _("Real, generated", "Samples of the data, and of the generator."),
    _("Target", "The distribution that G learns to imitate; a recipe is a target with settings "
      "that suit it."),
    _("Game", "D climbs V, G descends it: what one wins, the other loses.",
      r"\min_G\,\max_D\,V(D,G)"),
    _("Best D", "Where D has learned all that there is to learn about a G that stands still.",
      r"D^*(x)=\frac{p_d(x)}{p_d(x)+p_g(x)}"),
    _("Equilibrium", "Where neither can do better: p_g is p_data, and D says 1/2 everywhere.",
      r"p_g=p_d,\;D=\tfrac{1}{2}"),
    _("Mode collapse", "G puts its samples at few of the places where the data lie."),
    _("Saturating", "Minimax's G hears nothing from a D that is sure: its gradient vanishes."),
    _("Step, iteration", "One round of the game: k minibatches for D, then G's turn."),
    _("Turn", "The part of a step in which one player learns while the other stands still."),
    _("Frozen", "A player that does not learn: the other goes on against it."),
    _("Jacobian, eigenvalues", "How the updates of both players change as the players move. Real "
      "parts below 0: the game comes to rest here; imaginary parts: it circles.",
      r"J=\frac{\partial v}{\partial\omega},\; v=-(\nabla L_D,\nabla L_G)"),
    _("Slow motion", "A turn in five stages, one after another, so that each can be seen."),
    _("Gradient", "Which way, and how steeply, a loss falls: what a network learns from.",
      r"\theta\leftarrow\theta-\eta\,\nabla_\theta L"),
    _("Adam", "Steps by a running mean of the gradient over the root of that of its square; β₁ and "
      "β₂ say how slowly they forget.",
      r"\theta\leftarrow\theta-\eta\,\frac{\hat{m}}{\sqrt{\hat{v}}+\epsilon}"),
    _("Cosine, schedule", "The learning rate comes down to 0 at the training's length.",
      r"\eta_t=\frac{\eta}{2}\left(1+\cos\frac{\pi t}{T}\right)"),
    _("Constant rate", "The learning rate stays where it is, so that a game that has come to its "
      "end goes on."),
    _("Moving average", "A mean of the last generators, calmer than any of them.",
      r"\bar{\theta}\leftarrow\beta\,\bar{\theta}+(1-\beta)\,\theta"),
    _("Morph", "The noise flowing to where G puts it."),
    _("Heatmap", "D's number at each place of the plane, as a colour: blue for real, orange for "
      "generated, neutral where D cannot tell."),
    _("Fan", "On a line: the way that G takes each z to its x."),
    _("Density", "How much of p_data lies at a place, per unit of the data; log p is its "
      "logarithm."),
    _("Equal units", "One unit is as long across as upwards, or each column fills the plane."),
    _("Outliers", "Points so far from the rest that the view goes by the others."),
    _("Seed", "Where all chance begins: the same seed plays the same game."),
    _("Diverged", "A number of the networks is no longer finite: the game has blown up."),
    _("Checkpoint", "All that a game is at one step; taken every few seconds, so that nothing is "
      "lost."),
    _("Last good state", "The best of the last checkpoints at which the game was sound."),
    _("Preset", "A named experiment that comes with ganlab: data, game and settings."),
    _("Verdict", "The sentence below the window: what the figures say about the game, and why."),
)  # fmt: skip
"""The game itself and how it is learned and looked at."""

COLUMNS = (
    _("Loss", "What a network descends; each player has its own."),
    _("Gradient norm", "The length of a network's whole gradient: near 0 it learns nothing.",
      r"\|\nabla_\theta L\|_2"),
    _("Mean D", "D's number averaged over real, and over generated samples."),
    _("Maximum mean discrepancy, MMD", "How far the means of two clouds of samples are apart, as a "
      "Gaussian kernel sees them; squared. 0: the same.",
      r"\mathbb{E}\,k(x,x')+\mathbb{E}\,k(y,y')-2\,\mathbb{E}\,k(x,y)"),
    _("Sliced Wasserstein, SW", "How far the samples would have to be moved to become the data, "
      "averaged over directions; in the units of the data.",
      r"\mathbb{E}_u\int|F_u^{-1}(t)-G_u^{-1}(t)|\,dt"),
)  # fmt: skip
"""What the curves show."""

IMAGES = (
    _("DCGAN", "Networks of convolutions, fit for images (Radford et al. 2016)."),
    _("2014", "The networks of the first paper: perceptrons, with maxout and dropout in D."),
    _("Conditional, y", "Both players are told the class y: G draws what it is asked for (Mirza "
      "and Osindero 2014).", r"D(x\,|\,y),\;G(z\,|\,y)"),
    _("Epoch", "So many steps that every image was looked at once, on average."),
    _("Latent space", "All the noise that G can be fed: a walk through it is a walk through all "
      "that it can draw."),
    _("Direction", "A way through latent space that changes an image most, found in G's first "
      "layer."),
    _("Digits, coverage", "Which digits G draws, and how often each."),
    _("Neighbours", "The training images most like a generated one: is it a copy?"),
    _("Sheet", "The same noise, drawn anew at every moment, so that one sees each image grow."),
    _("Anchor", "One of the three samples between which the plane of latent space lies."),
    _("Strip", "The way from one sample to another, straight or along the sphere."),
    _("Pinned", "An image that was kept, to go back to it."),
    _("Held out", "Images that were not learned from, to compare with."),
)  # fmt: skip
"""What there is only with images."""

THEORY = (
    _("Bench", "A statement about GANs as a figure that one can move, with its numbers."),
    _("Statement", "What is proved, who proved it, and the formula; the numbers hold it to its "
      "word."),
    _("Push-forward", "Where a function puts the noise: p_g is the push-forward of p_z by G.",
      r"p_x(x)=\sum_{z:\,f(z)=x}\frac{p_z(z)}{|f'(z)|}"),
    _("Criterion, C(G)", "The value of the game against the best D: least where p_g is p_data.",
      r"C(G)=\max_D V(D,G)=-\log 4+2\,\mathrm{JS}(p_d\,\|\,p_g)"),
    _("f-divergence", "A distance made of one convex function f; KL, JS, χ² and others are some.",
      r"D_f(p\,\|\,q)=\int q(x)\,f\!\left(\frac{p(x)}{q(x)}\right)dx"),
    _("Conjugate, f*", "How high the tangents of f begin; with it a divergence becomes a game.",
      r"f^*(t)=\sup_u\,(ut-f(u))"),
    _("Saddle", "A point that is lowest for one player and highest for the other."),
    _("Dirac-GAN", "The smallest game: data at 0, everything generated at θ, D a line ψx.",
      r"V(\theta,\psi)=f(\theta\psi)+f(0)"),
    _("Cramér–Rao bound", "No unbiased estimate errs less on average.",
      r"\sqrt{\mathbb{E}(\hat\mu-\mu)^2}\ge\frac{\sigma}{\sqrt{M}}"),
)  # fmt: skip
"""What there is only in the room of theory."""


def explain(text: str) -> tuple[tuple[str, str], ...]:
    """(word, meaning) of every word of a verdict's that stands in a text."""
    return tuple(
        (entry.word, entry.meaning)
        for entry in FIGURES
        if re.search(rf"(?<!\w){re.escape(entry.word)}(?!\w)", text)
    )
