"""Who keeps which venue, and giving one into other hands."""
