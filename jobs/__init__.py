"""A row per long or repeated job, the schedule, and the one place that talks to Celery.

Jobs are reconciled from the database, never from messages: a broker may lose a message, the next tick sends it again.
"""
