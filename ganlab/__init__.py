"""ganlab: a laboratory in which a person watches a GAN learn. Imports neither torch nor Qt."""

import os

__version__ = "0.1.0"

# Looking through everything installed for plugins of pydantic would take a tenth of a start.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
