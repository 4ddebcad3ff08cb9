"""Ways to play the two-player game beside Algorithm 1: one small file each, listed in `table`."""
