"""Tracing at the health station: cases, who was near, the chair's release, follow-up. Letter 210 §3.3, DESIGN §5."""
