"""Targets, frozen daily summaries, the dashboard and the public page."""
