"""What every page and deed here begins with: the case within one's sight, and its lock."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from accounts.models import User
from tracing.models import Case, Contact


class Refusal(Exception):
    """A deed that the present state does not allow; `sentence` tells the person why."""

    sentence: StrOrPromise = ""


class CaseClosed(Refusal):
    sentence = _("This case is closed: nothing is written to it any more.")


def case_of(user: User, pk: int) -> Case:
    """404 to whoever may not know that there is a case."""
    return get_object_or_404(Case.objects.visible_to(user).select_related("commune", "opened_by", "closed_by"), pk=pk)


def contact_of(case: Case, pk: int) -> Contact:
    contact = case.contacts.filter(pk=pk).first()
    if contact is None:
        raise Http404
    return contact


def locked(case: Case) -> Case:
    """The case as it stands now, held until the deed is done; two at a time see each other. Raises CaseClosed."""
    held = Case.objects.select_for_update(of=("self",)).select_related("commune").get(pk=case.pk)
    if not held.is_open:
        raise CaseClosed
    return held
