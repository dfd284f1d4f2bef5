"""Coverage of the letter's places by village and category, as it stands now: a page and an Excel file."""
