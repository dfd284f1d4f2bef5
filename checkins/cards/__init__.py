"""Visitor cards: printed codes for people without smartphone, issued by officers and village heads."""
