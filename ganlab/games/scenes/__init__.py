"""Pictures of networks: what the games share of them."""
