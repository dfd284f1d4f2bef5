"""Logs as one JSON object a line: a constant message, facts in `extra`, never a name or a phone."""

import json
import logging
import traceback

STANDARD = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "request", "taskName"}


class JsonFormatter(logging.Formatter):
    """`{"time", "level", "logger", "message", …extra}`; the request object is left out: it holds what people typed."""

    def format(self, record: logging.LogRecord) -> str:
        facts = {key: value for key, value in vars(record).items() if key not in STANDARD}
        line = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **facts,
        }
        if record.exc_info and record.exc_info[0]:
            # Type and place only: a database's own message quotes the row, and so a person.
            line["exception"] = record.exc_info[0].__qualname__
            line["traceback"] = traceback.format_tb(record.exc_info[2])
        return json.dumps(line, ensure_ascii=False, default=str)
