"""The ways to learn p_g, one folder each, and what they are asked."""
