"""Households and the visits to them; the register's own forms and the import stand beside them."""

from django.urls import path

from surveys import tables, views
from villages.views import imports, register

app_name = "households"
urlpatterns = [
    path("", views.household_list, name="list"),
    path("list.xlsx", tables.household_list_xlsx, name="list_xlsx"),
    path("new/", register.household_create, name="create"),
    path("import/", imports.upload, name="upload"),
    path("import/template.xlsx", imports.template, name="template"),
    path("import/<int:pk>/", imports.status, name="import"),
    path("import/<int:pk>/store/", imports.store, name="import_store"),
    path("import/<int:pk>/faults/", imports.faulty_rows, name="import_faults"),
    path("<int:pk>/", views.household_detail, name="detail"),
    path("<int:pk>/edit/", register.household_edit, name="edit"),
    path("<int:pk>/visit/", views.visit_create, name="visit"),
]
