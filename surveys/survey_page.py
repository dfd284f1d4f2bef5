"""The offline survey page: shell, service worker, manifest."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from surveys.permissions import check_can_survey
from surveys.words import WORDS
from thongnhat_portal.http import signed_in
from thongnhat_portal.offline_page import OfflinePage, files_of

PAGE = OfflinePage(name="survey", title=_("Door to door"), template="surveys/survey.html", words=WORDS)
worker, manifest = files_of(PAGE)


@never_cache
@require_safe
def survey(request: HttpRequest) -> HttpResponse:
    check_can_survey(signed_in(request))
    return PAGE.shell(request)
