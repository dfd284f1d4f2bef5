"""The end of a case: its visits go to the purge at once, its contacts on a day."""
