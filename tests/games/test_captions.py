"""What slow motion says under every way to play."""

from __future__ import annotations

from itertools import product

from ganlab.games.two_player.turns import DISCRIMINATOR, GENERATOR
from tests.small import small

ROOM = 125


def test_captions_say_what_happens_and_have_room() -> None:
    ways = product(
        ("alternating", "simultaneous", "extra-gradient"), (0, 10), (0.0, 0.1), (0, 10_000), (1, 4)
    )
    for updates, unrolled, consensus, lookahead, pack in ways:
        experiment = small(
            {
                "game.play.updates": updates,
                "game.play.unrolled": unrolled,
                "game.play.consensus": consensus,
                "game.play.lookahead": lookahead,
                "game.pack": pack,
            }
        )
        d, g = [
            [turn.caption(i, experiment) for i in range(5)] for turn in (DISCRIMINATOR, GENERATOR)
        ]
        assert all(len(caption) <= ROOM for caption in (*d, *g))
        assert ("packs of 4" in d[2]) == (pack == 4)
        assert ("packs of 4" in g[2]) == (pack == 4)
        assert ("before its turn" in g[2]) == (updates == "simultaneous" and not unrolled)
        assert ("10 steps later" in g[2]) == (unrolled > 0)
        assert ("slow weights" in g[4]) == (lookahead > 0)
        assert ("consensus" in d[4]) == ("consensus" in g[4]) == (consensus > 0)
        assert ("ahead" in d[4]) == (updates == "extra-gradient")


def test_plain_games_say_what_they_always_said() -> None:
    for turn in (DISCRIMINATOR, GENERATOR):
        for i, stage in enumerate(turn.stages):
            assert turn.caption(i, small()) == stage.caption
