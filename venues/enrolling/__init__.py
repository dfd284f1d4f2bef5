"""Owners who register their own place through a public page; an officer approves and gives them an account."""
