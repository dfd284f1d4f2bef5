from django.urls import path

from villages import tables, views

app_name = "villages"
urlpatterns = [
    path("", views.village_list, name="list"),
    path("list.xlsx", tables.village_list_xlsx, name="list_xlsx"),
    path("new/", views.village_create, name="create"),
    path("<int:pk>/", views.village_detail, name="detail"),
    path("<int:pk>/edit/", views.village_edit, name="edit"),
    path("<int:village_pk>/groups/new/", views.group_create, name="group_create"),
    path("groups/<int:pk>/", views.group_edit, name="group_edit"),
]
