"""Pictures of a game between a generator and a discriminator."""
