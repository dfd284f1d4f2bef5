"""What DESIGN §8 aims at; told beside each figure, decided by nobody but the reader."""

AIMS = {
    "import_10k_ratio": "≤ 3   dry run of 10,000 households ÷ reading the file with openpyxl",
    "import_10k_stored_ratio": "≤ 12  the same, stored",
    "close_day_history_ratio": "≤ 1.3 closing a day with two years of history ÷ with a week's",
    "dashboard_100x_ratio": "≤ 1.5 dashboard at 100 times the demo's data ÷ at 1 time (QUICK: 10 times)",
}
