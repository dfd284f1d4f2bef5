"""Batches from devices: each record stored once, refused with a reason, or set aside; never lost, never doubled."""
