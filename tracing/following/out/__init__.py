"""The list of a case's contacts as a file: one case, a reason, a watermark on every row."""
