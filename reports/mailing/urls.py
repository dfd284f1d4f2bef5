from django.urls import path

from reports.mailing import views

app_name = "mails"
urlpatterns = [
    path("", views.plan, name="plan"),
    path("test/", views.send_test, name="test"),
    path("behind/", views.behind_list, name="behind"),
    path("behind/<str:kind>/<int:pk>/remind/", views.remind, name="remind"),
    path("behind/<str:kind>/<int:pk>/letter/", views.letter, name="letter"),
]
