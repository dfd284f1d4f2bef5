"""The desk's page: shell, service worker, manifest."""

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from checkins.desk.words import WORDS
from checkins.permissions import check_can_keep
from thongnhat_portal.http import signed_in
from thongnhat_portal.offline_page import OfflinePage, files_of

PAGE = OfflinePage(
    name="keeper",
    title=_("At the door"),
    template="checkins/desk.html",
    words=WORDS,
    later=("dist/scanner.js", "dist/zxing_reader.wasm"),  # where the browser reads no QR codes by itself
)
worker, manifest = files_of(PAGE)


@csp_update({"script-src": ["'self'", "'wasm-unsafe-eval'"], "media-src": ["'self'", "blob:"]})
@never_cache
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    check_can_keep(signed_in(request))
    return PAGE.shell(request)
