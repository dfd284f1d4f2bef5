from django.urls import path

from organisations import views
from organisations.staff import views as staff

app_name = "organisations"
urlpatterns = [
    path("", views.organisation_list, name="list"),
    path("list.xlsx", views.organisation_xlsx, name="xlsx"),
    path("new/", views.organisation_create, name="create"),
    path("mass/", views.mass_overview, name="mass"),
    path("mass/register/", views.mass_register, name="mass_register"),
    path("<int:pk>/", views.organisation_detail, name="detail"),
    path("<int:pk>/edit/", views.organisation_edit, name="edit"),
    path("<int:pk>/retire/", views.organisation_retire, name="retire"),
    path("<int:pk>/restore/", views.organisation_restore, name="restore"),
    path("<int:pk>/report/", staff.report_create, name="report"),
    path("<int:pk>/volunteers/", views.volunteers_change, name="volunteers"),
]
