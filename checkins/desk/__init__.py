"""The keeper's desk: an offline page at a venue's door, what it asks and what it sends."""
