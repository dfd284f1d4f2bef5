"""Outreach (tuyên truyền, letter 210 §3.4): logged on a phone in under a minute, shown as a calendar of the month."""
