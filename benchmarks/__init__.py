"""Figures of DESIGN §8: ratios measured in one run on real PostgreSQL, never a timed test."""
