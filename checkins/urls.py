from django.urls import path

from checkins import views

app_name = "checkins"
urlpatterns = [
    path("visit/<uuid:public_id>/", views.done, name="done"),
    path("visit/<uuid:public_id>/leave/", views.leave, name="leave"),
    path("<str:code>/", views.create, name="create"),
    path("<str:code>/forget/", views.forget, name="forget"),
]
