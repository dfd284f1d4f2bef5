"""The optional roster of an organisation's staff: from Excel, checked row by row, in place of the one before.

Its phones are sealed on the way in and never shown again; they serve to show the overlap with the household surveys.
"""
