"""What is going on between the two players, in plain words."""
