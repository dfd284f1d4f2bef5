"""Weddings, funerals and meetings: opened by the village head in under a minute, closed by their own end."""
