"""What DESIGN §8 aims at; told beside each figure, decided by nobody but the reader."""

AIMS = {
    "checkin_post_ratio": "≥ 0.5 check-in POSTs per second ÷ bare, 8 clients",
    "checkin_post_ratio_sqlite": "≥ 0.5 the same on SQLite",
    "checkin_flow_ratio": "≥ 0.22 page + POST + confirmation per second ÷ bare",
    "checkin_page_bytes": "≤ 15,000 bytes of a cold page, compressed",
    "burst_500_lost": "0     guests refused, lost or doubled, of 500 from one address",
    "bare_per_s": "      the bare view's requests per second, for scale",
    "import_10k_ratio": "≤ 3   dry run of 10,000 households ÷ reading the file with openpyxl",
    "import_10k_stored_ratio": "≤ 12  the same, stored",
    "close_day_history_ratio": "≤ 1.3 closing a day with two years of history ÷ with a week's",
    "dashboard_100x_ratio": "≤ 1.5 dashboard at 100 times the demo's data ÷ at 1 time (QUICK: 10 times)",
}
