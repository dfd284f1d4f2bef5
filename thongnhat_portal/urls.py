"""Addresses. The fixed ones of DESIGN §7 stand here; others build on them."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

from accounts import audit_pages as audit
from accounts import views as accounts
from checkins import declaration_pages, doubt_pages
from checkins import views as checkins
from checkins.cards import views as cards
from checkins.desk import api as desk_api
from checkins.desk import page as desk_page
from checkins.desk import review as desk_review
from jobs import views as jobs
from surveys import api as surveys_api
from surveys import survey_page
from thongnhat_portal import session, views
from venues.photos import views as photos

communes = (
    [
        path("", accounts.commune_list, name="list"),
        path("new/", accounts.commune_create, name="create"),
        path("<int:pk>/", accounts.commune_edit, name="edit"),
    ],
    "communes",
)

devices = [
    path("session", session.session, name="api_session"),
    path("households", surveys_api.HouseholdsView.as_view(), name="api_households"),
    path("visits/batch", surveys_api.VisitBatchView.as_view(), name="api_visits_batch"),
    path("desk", desk_api.DeskView.as_view(), name="api_desk"),
    path("desk/test-scan", desk_api.TestScanView.as_view(), name="api_desk_test_scan"),
    path("cards/lookup", desk_api.CardLookupView.as_view(), name="api_cards_lookup"),
    path("check-ins/batch", desk_api.CheckInBatchView.as_view(), name="api_check_ins_batch"),
]

urlpatterns = [
    path("v/", include("checkins.urls")),  # first: nobody waits at a door for the rest to be tried
    path("v/<str:code>/photo.jpg", photos.door_photo, name="door_photo"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("login/", accounts.sign_in, name="login"),
    path("logout/", accounts.sign_out, name="logout"),
    path("language/", accounts.choose_language, name="language"),
    path("password/", accounts.password, name="password"),
    path("accounts/", include("accounts.urls")),
    path("settings/communes/", include(communes)),
    path("audit/", audit.events, name="audit"),
    path("audit/events.xlsx", audit.events_xlsx, name="audit_xlsx"),
    path("jobs/", jobs.job_list, name="jobs"),
    path("villages/", include("villages.urls")),
    path("households/", include("surveys.urls")),
    path("fieldwork/", include("surveys.fieldwork.urls")),
    path("venues/import/", include("venues.importing.urls")),
    path("venues/", include("venues.urls")),
    path("organisations/rosters/", include("organisations.roster.urls")),
    path("organisations/", include("organisations.urls")),
    path("outreach/", include("organisations.outreach.urls")),
    path("inspections/", include("venues.inspecting.urls")),
    path("paper/", include("surveys.paper.urls")),
    path("survey/", survey_page.survey, name="survey"),
    path("survey/sw.js", survey_page.worker, name="survey_worker"),
    path("survey/manifest.webmanifest", survey_page.manifest, name="survey_manifest"),
    path("api/v1/", include(devices)),
    path("api/schema/", SpectacularAPIView.as_view(), name="api_schema"),
    path("c/<str:code>/", cards.card_page, name="card"),
    path("cards/", include("checkins.cards.urls")),
    path("keeper/", desk_page.desk, name="keeper"),
    path("keeper/sw.js", desk_page.worker, name="keeper_worker"),
    path("keeper/manifest.webmanifest", desk_page.manifest, name="keeper_manifest"),
    path("keeper/today/", checkins.keeper, name="keeper_today"),
    path("declarations/", declaration_pages.declarations, name="declarations"),
    path("doubts/", doubt_pages.doubts, name="doubts"),
    path("doubts/desk/", desk_review.review, name="desk_review"),
    path("doubts/desk/<int:pk>/accept/", desk_review.accept, name="desk_accept"),
    path("doubts/desk/<int:pk>/reject/", desk_review.reject, name="desk_reject"),
    path("mails/", include("reports.mailing.urls")),
    path("documents/", include("reports.documents.urls")),
    path("retention/", checkins.retention, name="retention"),
    path("tracing/", include("tracing.urls")),
    path("", include("reports.urls")),
]
