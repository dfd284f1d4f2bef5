"""Communes, people and their roles, signing in, and the chain of audit events."""
