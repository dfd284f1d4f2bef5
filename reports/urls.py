from django.urls import include, path

from reports import tables, views
from reports.answering import views as answering
from reports.coverage import views as coverage
from reports.quality import views as quality
from reports.revisions import views as revisions
from reports.targets import views as targets

urlpatterns = [
    path("", views.progress_list, name="progress_list"),
    path("home/", views.home, name="home"),
    path("communes/<slug:slug>/", views.public_progress, name="progress"),
    path("dashboard/", views.dashboard, name="dashboard"),
    path("dashboard/communes/<int:pk>/", views.commune_dashboard, name="commune_dashboard"),
    path("dashboard/communes/<int:pk>/villages.xlsx", tables.villages_xlsx, name="dashboard_villages_xlsx"),
    path("dashboard/communes/<int:pk>/days.xlsx", tables.days_xlsx, name="dashboard_days_xlsx"),
    path("dashboard/", include("reports.drilling.urls")),
    path("coverage/", coverage.coverage_page, name="coverage"),
    path("coverage.xlsx", coverage.coverage_xlsx, name="coverage_xlsx"),
    path("answerability/", answering.answerability, name="answerability"),
    path("answerability.xlsx", answering.answerability_xlsx, name="answerability_xlsx"),
    path("quality/", quality.quality, name="quality"),
    path("quality.xlsx", quality.quality_xlsx, name="quality_xlsx"),
    path("revisions.xlsx", revisions.revision_list_xlsx, name="revision_list_xlsx"),
    path("revisions/", revisions.revision_list, name="revision_list"),
    path("revisions/<int:pk>/", revisions.revision_detail, name="revision_detail"),
    path("revisions/<int:pk>/changes.xlsx", revisions.revision_xlsx, name="revision_xlsx"),
    path("targets/", views.target_create, name="targets"),
    path("targets/villages/", targets.village_targets, name="village_targets"),
    path("targets/history/", targets.target_history, name="target_history"),
    path("targets/history.xlsx", targets.target_history_xlsx, name="target_history_xlsx"),
]
