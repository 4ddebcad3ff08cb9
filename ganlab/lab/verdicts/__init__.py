"""Where a session stands, in plain words, around what the rules of its game say."""
