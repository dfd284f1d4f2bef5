"""Below /venues/import/; the names are those every kind of list has (villages.importing.pages)."""

from django.urls import path

from venues.importing import views as importing

app_name = "venue_lists"
urlpatterns = [
    path("", importing.upload, name="upload"),
    path("template.xlsx", importing.template, name="template"),
    path("<int:pk>/", importing.status, name="import"),
    path("<int:pk>/store/", importing.store, name="import_store"),
    path("<int:pk>/faults/", importing.faulty_rows, name="import_faults"),
]
