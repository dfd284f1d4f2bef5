from django.urls import path

from checkins import mine, views

app_name = "checkins"
urlpatterns = [
    path("visit/<uuid:public_id>/", views.done, name="done"),
    path("visit/<uuid:public_id>/leave/", views.leave, name="leave"),
    path("mine/", mine.mine, name="mine"),
    path("mine/<uuid:public_id>/", mine.correct, name="correct"),
    path("mine/<uuid:public_id>/delete/", mine.delete, name="delete"),
    path("<str:code>/", views.create, name="create"),
    path("<str:code>/leave/", views.leave_by_exit, name="leave_by_exit"),
    path("<str:code>/forget/", views.forget, name="forget"),
]
