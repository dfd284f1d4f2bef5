from django.urls import path

from tracing.cases import stay_views, views

urlpatterns = [
    path("", views.case_list, name="list"),
    path("new/", views.case_create, name="create"),
    path("<int:pk>/", views.case_detail, name="case"),
    path("<int:pk>/edit/", views.case_edit, name="edit"),
    path("<int:pk>/phones/", views.phone_add, name="add_phone"),
    path("<int:pk>/stays/new/", stay_views.stay_add, name="add_stay"),
    path("<int:pk>/place/", stay_views.place, name="place"),
    path("<int:pk>/stays/<int:stay>/leave-out/", stay_views.stay_leave_out, name="leave_out"),
    path("<int:pk>/stays/<int:stay>/take-back/", stay_views.stay_take_back, name="take_back"),
    path("<int:pk>/stays/<int:stay>/notice/", stay_views.stay_notice, name="notice"),
    path("<int:pk>/trace/", views.case_trace, name="trace"),
    path("<int:pk>/contacts/<int:contact>/secondary/", views.contact_secondary, name="secondary"),
]
