"""Below /organisations/rosters/; the names are those every kind of list has (villages.importing.pages)."""

from django.urls import path

from organisations.roster import views

app_name = "rosters"
urlpatterns = [
    path("", views.upload, name="upload"),
    path("template.xlsx", views.template, name="template"),
    path("<int:pk>/", views.status, name="import"),
    path("<int:pk>/store/", views.store, name="import_store"),
    path("<int:pk>/faults/", views.faulty_rows, name="import_faults"),
]
