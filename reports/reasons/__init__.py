"""Why Bluezone is not installed: a page of its own, for it reads the newest visit of every household."""
