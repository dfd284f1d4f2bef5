"""The rows of the table of addresses and roles, a module for each app."""
