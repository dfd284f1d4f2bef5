from django.urls import path

from villages import tables
from villages.views import register

app_name = "villages"
urlpatterns = [
    path("", register.village_list, name="list"),
    path("list.xlsx", tables.village_list_xlsx, name="list_xlsx"),
    path("new/", register.village_create, name="create"),
    path("<int:pk>/", register.village_detail, name="detail"),
    path("<int:pk>/edit/", register.village_edit, name="edit"),
    path("<int:village_pk>/groups/new/", register.group_create, name="group_create"),
    path("groups/<int:pk>/", register.group_edit, name="group_edit"),
]
