"""Points out of tables as people have them."""
