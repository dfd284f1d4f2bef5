"""Home visits: one knock on one door, the phones seen behind it, and what they add up to."""
