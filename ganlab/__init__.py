"""ganlab: a laboratory in which a person watches a GAN learn. Imports neither torch nor Qt."""

__version__ = "0.1.0"
