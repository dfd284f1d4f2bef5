"""Field work as village heads and officers direct it: who goes where, what is left, what waits for a decision."""
