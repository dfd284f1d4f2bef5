from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import actions, lockout
from accounts.forms import AccountForm, CommuneForm, NewPasswordForm, SignInForm
from accounts.models import Commune, User
from accounts.permissions import (
    can_edit_commune,
    check_can_edit_commune,
    check_can_manage_accounts,
    check_can_see_communes,
)
from thongnhat_portal.http import form_page, form_status, signed_in

SIGNED_OUT = "signed_out"


@sensitive_post_parameters("password")
@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    target = _safe_next(request)
    form = SignInForm(request, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        account = form.get_user()
        login(request, account)
        response = redirect(target)
        lockout.remember_device(request, response, account)
        response.delete_cookie(SIGNED_OUT)
        return response
    context = {"form": form, "next": target}
    return render(request, "accounts/sign_in.html", context, status=form_status(form))


def _safe_next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return resolve_url(settings.LOGIN_REDIRECT_URL)


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """The cookie says so to pages that open without a connection: they forget their lists, never what is unsent."""
    logout(request)
    response = redirect("progress_list")
    response.set_cookie(SIGNED_OUT, "1", max_age=365 * 24 * 3600, samesite="Lax", secure=settings.IS_HTTPS)
    return response


@login_not_required
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    language = request.POST.get("language", "")
    response = redirect(_safe_next(request))
    if language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            httponly=True,
            samesite="Lax",
            secure=settings.IS_HTTPS,
        )
    return response


@sensitive_post_parameters("old_password", "password", "again")
@never_cache
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    account = signed_in(request)
    form = NewPasswordForm(account, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.replace_password(account=account, password=form.cleaned_data["password"])
        update_session_auth_hash(request, account)
        messages.success(request, _("Your new password holds from now on."))
        return redirect("home")
    return render(request, "accounts/password.html", {"form": form}, status=form_status(form))


@require_safe
def account_list(request: HttpRequest) -> HttpResponse:
    manager = signed_in(request)
    check_can_manage_accounts(manager)
    accounts = User.objects.visible_to(manager).select_related("commune")
    return render(request, "accounts/account_list.html", {"accounts": accounts})


@never_cache
@require_http_methods(["GET", "POST"])
def account_create(request: HttpRequest) -> HttpResponse:
    manager = signed_in(request)
    check_can_manage_accounts(manager)
    form = AccountForm(manager, request.POST or None)
    if request.method == "POST" and form.is_valid():
        one_time = actions.create_account(actor=manager, account=form.save(commit=False))
        return _show_one_time_password(request, form.instance, one_time)
    return render(request, "accounts/account_form.html", {"form": form}, status=form_status(form))


def _show_one_time_password(request: HttpRequest, account: User, one_time: str) -> HttpResponse:
    """Shown in the answer itself, never stored: a redirect would have to carry it."""
    return render(request, "accounts/one_time_password.html", {"account": account, "one_time": one_time})


@require_http_methods(["GET", "POST"])
def account_edit(request: HttpRequest, pk: int) -> HttpResponse:
    manager = signed_in(request)
    account = get_object_or_404(User.objects.visible_to(manager), pk=pk)
    form = AccountForm(manager, request.POST or None, instance=account)
    if request.method == "POST" and form.is_valid():
        actions.update_account(actor=manager, account=form.save(commit=False))
        messages.success(request, _("The account is saved."))
        return redirect("accounts:list")
    context = {"form": form, "account": account}
    return render(request, "accounts/account_form.html", context, status=form_status(form))


@never_cache
@require_POST
def account_reset(request: HttpRequest, pk: int) -> HttpResponse:
    manager = signed_in(request)
    account = get_object_or_404(User.objects.visible_to(manager), pk=pk)
    return _show_one_time_password(request, account, actions.reset_password(actor=manager, account=account))


@require_POST
def account_set_active(request: HttpRequest, pk: int) -> HttpResponse:
    manager = signed_in(request)
    account = get_object_or_404(User.objects.visible_to(manager).exclude(pk=manager.pk), pk=pk)
    actions.set_account_active(actor=manager, account=account, active=not account.is_active)
    messages.success(request, _("The account may sign in again.") if account.is_active else _("The account is closed."))
    return redirect("accounts:list")


@require_safe
def commune_list(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    check_can_see_communes(user)
    communes = Commune.objects.visible_to(user)
    context = {"communes": communes, "can_create": can_edit_commune(user, Commune())}
    return render(request, "accounts/commune_list.html", context)


@require_http_methods(["GET", "POST"])
def commune_edit(request: HttpRequest, pk: int) -> HttpResponse:
    commune = get_object_or_404(Commune.objects.visible_to(signed_in(request)), pk=pk)
    check_can_edit_commune(signed_in(request), commune)
    form = CommuneForm(request.POST or None, instance=commune)
    if request.method == "POST" and form.is_valid():
        actions.save_commune(actor=signed_in(request), commune=form.save(commit=False))
        messages.success(request, _("The commune's particulars are saved."))
        return redirect("communes:list")
    return form_page(request, form, str(commune), reverse("communes:list"))


@require_http_methods(["GET", "POST"])
def commune_create(request: HttpRequest) -> HttpResponse:
    check_can_edit_commune(signed_in(request), Commune())
    form = CommuneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.save_commune(actor=signed_in(request), commune=form.save(commit=False))
        return redirect("communes:list")
    return form_page(request, form, _("New commune"), reverse("communes:list"))
