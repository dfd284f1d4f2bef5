from django.urls import path

from organisations.outreach import views

app_name = "outreach"
urlpatterns = [
    path("", views.activity_list, name="list"),
    path("list.xlsx", views.activity_xlsx, name="xlsx"),
    path("new/", views.activity_create, name="create"),
    path("<int:pk>/", views.activity_detail, name="detail"),
    path("<int:pk>/photo.jpg", views.activity_photo, name="photo"),
    path("<int:pk>/edit/", views.activity_edit, name="edit"),
    path("<int:pk>/delete/", views.activity_delete, name="delete"),
]
