"""Mails and reminders: the day's summary to chosen people, and a word to those who are behind or silent.

Mails are plain text in Vietnamese on purpose, whatever language the worker speaks; they name nobody but their reader.
"""
