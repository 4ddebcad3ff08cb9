"""What benches draw, and with what: marks say what is to be seen, a Plot paints them."""
