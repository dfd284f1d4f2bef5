"""The web server program, the same everywhere."""

import os

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
max_requests, max_requests_jitter = 20_000, 2_000
timeout = 60
control_socket_disable = True
accesslog = None  # addresses hold codes; what must be known of a request is logged by the portal itself
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")
