"""What can be seen and set of a game: cards, views, graph and forms. No torch, no Qt."""
