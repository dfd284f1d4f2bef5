from django.urls import include, path

from checkins import mine, views

app_name = "checkins"
visit = [
    path("<uuid:public_id>/", views.done, name="done"),
    path("<uuid:public_id>/leave/", views.leave, name="leave"),
]
own = [
    path("", mine.mine, name="mine"),
    path("<uuid:public_id>/", mine.correct, name="correct"),
    path("<uuid:public_id>/delete/", mine.delete, name="delete"),
]
urlpatterns = [
    path("visit/", include(visit)),
    path("mine/", include(own)),
    path("", views.type_code, name="type_code"),
    path("<str:code>/", views.create, name="create"),
    path("<str:code>/leave/", views.leave_by_exit, name="leave_by_exit"),
    path("<str:code>/forget/", views.forget, name="forget"),
]
