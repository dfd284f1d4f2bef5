from django.urls import include, path

from reports import views
from reports.coverage import views as coverage

urlpatterns = [
    path("", views.progress_list, name="progress_list"),
    path("home/", views.home, name="home"),
    path("communes/<slug:slug>/", views.public_progress, name="progress"),
    path("dashboard/", views.dashboard, name="dashboard"),
    path("dashboard/communes/<int:pk>/", views.commune_dashboard, name="commune_dashboard"),
    path("dashboard/", include("reports.drilling.urls")),
    path("coverage/", coverage.coverage_page, name="coverage"),
    path("coverage.xlsx", coverage.coverage_xlsx, name="coverage_xlsx"),
    path("targets/", views.target_create, name="targets"),
]
