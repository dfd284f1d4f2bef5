"""Staff reports (letter 210 §3.1): typed on a phone in a minute, kept for ever, each compared with the one before."""
