"""What the theorems say, computed: pure functions that panels draw and tests use as oracles."""
