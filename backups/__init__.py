"""The whole database in one file, and back: from SQLite or PostgreSQL into either. DESIGN §7, RULES "Purged people"."""
