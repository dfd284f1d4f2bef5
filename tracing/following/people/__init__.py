"""Contacts as the health station follows them up: the list, one of them, what was done."""
