"""The portal's settings, with one address more: `/bare/`, served without any middleware."""

from thongnhat_portal.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.bare_urls"
MIDDLEWARE = ["benchmarks.bare_urls.BareFirst", *MIDDLEWARE]  # noqa: F405
