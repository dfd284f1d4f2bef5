"""Places that need a QR poster by letter 210/UBND §2, and their posters."""
