"""Says in a sentence that a port is taken, before anything is started on it."""

import socket
import sys

host, port = sys.argv[1], sys.argv[2]
if not port.isdecimal() or not 0 < int(port) < 65536:
    sys.exit(f"PORT must be a number from 1 to 65535, not {port!r}.")
with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind((host, int(port)))
    except OSError as fault:
        sys.exit(
            f"{host}:{port} cannot be used ({fault.strerror}). Stop what runs there, or choose: make run PORT=8010"
        )
