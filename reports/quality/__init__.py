"""What in the data does not look right: plain rules, each with the reason why it matters. Nothing is changed here."""
