"""What is to be done on a day over all open cases, and what one nurse tells the next."""
