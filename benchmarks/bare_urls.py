"""A view that does one INSERT and nothing else; it stands before all middleware."""

from collections.abc import Callable

from django.db import connection
from django.http import HttpRequest, HttpResponse

from thongnhat_portal.urls import urlpatterns

__all__ = ["BareFirst", "urlpatterns"]


class BareFirst:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info != "/bare/":
            return self.get_response(request)
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO bare (name, phone) VALUES ('Nguyen Van Mau', '0912345678')")
        return HttpResponse("ok")
