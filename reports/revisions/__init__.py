"""Closed days that late visits changed: which, when, and what is different."""
