"""Addresses. The fixed ones of DESIGN §7 stand here; others build on them."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

from accounts import views as accounts
from checkins import views as checkins
from jobs import views as jobs
from surveys import api as surveys_api
from surveys import survey_page
from thongnhat_portal import views
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
    path("session", surveys_api.session, name="api_session"),
    path("households", surveys_api.HouseholdsView.as_view(), name="api_households"),
    path("visits/batch", surveys_api.VisitBatchView.as_view(), name="api_visits_batch"),
]

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("login/", accounts.sign_in, name="login"),
    path("logout/", accounts.sign_out, name="logout"),
    path("language/", accounts.choose_language, name="language"),
    path("password/", accounts.password, name="password"),
    path("accounts/", include("accounts.urls")),
    path("settings/communes/", include(communes)),
    path("jobs/", jobs.job_list, name="jobs"),
    path("villages/", include("villages.urls")),
    path("households/", include("surveys.urls")),
    path("venues/import/", include("venues.importing.urls")),
    path("venues/", include("venues.urls")),
    path("inspections/", include("venues.inspecting.urls")),
    path("survey/", survey_page.survey, name="survey"),
    path("survey/sw.js", survey_page.worker, name="survey_worker"),
    path("survey/manifest.webmanifest", survey_page.manifest, name="survey_manifest"),
    path("api/v1/", include(devices)),
    path("api/schema/", SpectacularAPIView.as_view(), name="api_schema"),
    path("v/<str:code>/photo.jpg", photos.door_photo, name="door_photo"),
    path("v/", include("checkins.urls")),
    path("keeper/", checkins.keeper, name="keeper"),
    path("retention/", checkins.retention, name="retention"),
    path("", include("reports.urls")),
]
