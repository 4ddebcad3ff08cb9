"""What is going on in a game, in plain words: the rules, what they read, what helps."""
