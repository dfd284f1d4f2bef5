"""Who entered which venue when: check-in by poster, kept sealed and purged."""
