"""Agencies, schools, enterprises, mass organisations: staff, lent volunteers, outreach. Letter 210 §3.1, 3.4, 3.5."""
