"""How close p_g is to p_data. Pure numpy, on samples in data units."""
