"""The Content-Security-Policy header, built once: django-csp builds it anew for every answer."""

from functools import cache

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.http import HttpRequest
from django.http.response import HttpResponseBase

OWN_POLICY = ("_csp_config", "_csp_update", "_csp_replace", "_csp_exempt")  # left on a response by csp.decorators


@cache
def policy() -> str:
    """Of every page that asks for nothing else."""
    return build_policy()


class PolicyMiddleware(CSPMiddleware):
    """Sets the header once a page has not: no nonces, no reports."""

    def process_request(self, request: HttpRequest) -> None:
        pass

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if any(hasattr(response, name) for name in OWN_POLICY):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, policy())
        return response
