"""What DESIGN §8 aims at; told beside each figure, decided by nobody but the reader."""

AIMS = {
    "checkin_post_ratio": "≥ 0.5 check-in POSTs per second ÷ bare, 8 clients",
    "checkin_post_ratio_sqlite": "≥ 0.5 the same on SQLite",
    "checkin_flow_ratio": "≥ 0.22 page + POST + confirmation per second ÷ bare",
    "checkin_page_bytes": "≤ 15,000 bytes of a cold page, compressed",
    "burst_500_lost": "0     guests refused, lost or doubled, of 500 from one address",
    "bare_per_s": "      the bare view's requests per second, for scale",
    "visit_batch_per_s": "≥ 1,000 visits per second taken in batches of 50",
    "visit_batch_bare_per_s": "      the bare view's requests per second in the same minute",
    "survey_list_300_bytes": "≤ 60,000 bytes of 300 assigned households, compressed",
    "survey_first_load_bytes": "≤ 150,000 bytes of the first load of /survey/, compressed",
    "survey_offline_open_ms": "≤ 1,000 ms to open it without connection, 300 households, processor 4 times slower",
    "survey_search_ms": "      from a letter typed to the list drawn anew, same phone",
    "import_10k_ratio": "≤ 3   dry run of 10,000 households ÷ reading the file with openpyxl",
    "import_10k_stored_ratio": "≤ 12  the same, stored",
    "close_day_history_ratio": "≤ 1.3 closing a day with two years of history ÷ with a week's",
    "dashboard_100x_ratio": "≤ 1.5 dashboard at 100 times the demo's data ÷ at 1 time (QUICK: 10 times)",
    "posters_500_s": "≤ 10  seconds to set 500 posters into one PDF",
    "report_docx_pdf_s": "≤ 5   seconds for the daily report as .docx and as PDF, first imports included",
    "posters_500_mb": "≤ 300 MB held at most by the process that does it",
}
