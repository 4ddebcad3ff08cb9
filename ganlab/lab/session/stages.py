"""The five stages of each player's turn, in plain words: what slow motion walks through."""

from __future__ import annotations

from typing import Literal

Player = Literal["discriminator", "generator"]

STAGES: dict[Player, tuple[str, str, str, str, str]] = {
    "discriminator": (
        "D's turn: noise goes through the generator and comes out as generated samples",
        "D's turn: as many real samples are drawn from the data",
        "D's turn: the discriminator judges both: how likely is each one real?",
        "D's turn: its loss adds up its mistakes on real and on generated samples",
        "D's turn: the gradient flows back into D; only the discriminator changes",
    ),
    "generator": (
        "G's turn: a fresh handful of noise is drawn",
        "G's turn: the generator turns each noise point into a generated sample",
        "G's turn: the discriminator judges the generated samples",
        "G's turn: its loss is low when D takes generated samples for real",
        "G's turn: the gradient flows back through D into G; only the generator changes",
    ),
}
"""Captions by player and `Stage.index`, one line each."""
