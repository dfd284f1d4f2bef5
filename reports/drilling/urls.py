from django.urls import path

from reports.drilling import views
from reports.reasons import views as reasons

app_name = "drilling"
urlpatterns = [
    path("villages/<int:pk>/", views.village, name="village"),
    path("groups/<int:pk>/", views.group, name="group"),
    path("communes/<int:pk>/organisations/", views.organisations, name="organisations"),
    path("communes/<int:pk>/reasons/", reasons.reasons_page, name="reasons"),
    path("communes/<int:pk>/reasons.xlsx", reasons.reasons_xlsx, name="reasons_xlsx"),
    path("todo/", views.deeds, name="deeds"),
    path("households/", views.households, name="households"),
    path("households.xlsx", views.households_xlsx, name="households_xlsx"),
]
