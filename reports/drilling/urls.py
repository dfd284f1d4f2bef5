from django.urls import path

from reports.drilling import views

app_name = "drilling"
urlpatterns = [
    path("villages/<int:pk>/", views.village, name="village"),
    path("groups/<int:pk>/", views.group, name="group"),
    path("communes/<int:pk>/organisations/", views.organisations, name="organisations"),
    path("todo/", views.deeds, name="deeds"),
    path("households/", views.households, name="households"),
    path("households.xlsx", views.households_xlsx, name="households_xlsx"),
]
