"""Lists of venues from Excel: checked row by row, stored all or nothing, known again by village and name."""
