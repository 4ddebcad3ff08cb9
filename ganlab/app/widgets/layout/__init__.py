"""How widgets are put beside one another."""
