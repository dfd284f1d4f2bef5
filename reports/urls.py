from django.urls import path

from reports import views

urlpatterns = [
    path("", views.progress_list, name="progress_list"),
    path("home/", views.home, name="home"),
    path("communes/<slug:slug>/", views.public_progress, name="progress"),
    path("dashboard/", views.dashboard, name="dashboard"),
    path("dashboard/communes/<int:pk>/", views.commune_dashboard, name="commune_dashboard"),
    path("targets/", views.target_create, name="targets"),
]
