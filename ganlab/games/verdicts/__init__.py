"""What a verdict is made of, whatever the game: figures read, rules that hold for all, remedies."""
