"""Households and the visits to them; the register's own forms and the import stand beside them."""

from django.urls import path

from surveys import tables, views
from villages import views as register
from villages.importing.kind import HOUSEHOLDS
from villages.importing.pages import addresses

app_name = "households"
urlpatterns = [
    path("", views.household_list, name="list"),
    path("list.xlsx", tables.household_list_xlsx, name="list_xlsx"),
    path("new/", register.household_create, name="create"),
    *addresses(HOUSEHOLDS, under="import/"),
    path("import/<int:pk>/take-back/", register.import_take_back, name="import_take_back"),
    path("<int:pk>/", views.household_detail, name="detail"),
    path("<int:pk>/edit/", register.household_edit, name="edit"),
    path("<int:pk>/visit/", views.visit_create, name="visit"),
]
