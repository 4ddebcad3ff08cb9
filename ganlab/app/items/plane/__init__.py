"""What lies over one another in the plane."""
