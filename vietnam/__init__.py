"""Plain Python about Vietnam: names, sorting, search folding, phones, official dates and numbers."""
