"""Safe reading and writing of Excel and CSV. Plain Python: no models, no Django."""
