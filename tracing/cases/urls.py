from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path


def stub(request: HttpRequest, **keys: int) -> HttpResponse:
    raise Http404


urlpatterns = [
    path("", stub, name="list"),
    path("new/", stub, name="create"),
    path("<int:pk>/", stub, name="case"),
    path("<int:pk>/edit/", stub, name="edit"),
    path("<int:pk>/phones/", stub, name="add_phone"),
    path("<int:pk>/stays/new/", stub, name="add_stay"),
    path("<int:pk>/place/", stub, name="place"),
    path("<int:pk>/stays/<int:stay>/leave-out/", stub, name="leave_out"),
    path("<int:pk>/stays/<int:stay>/take-back/", stub, name="take_back"),
    path("<int:pk>/stays/<int:stay>/notice/", stub, name="notice"),
    path("<int:pk>/trace/", stub, name="trace"),
    path("<int:pk>/contacts/<int:contact>/secondary/", stub, name="secondary"),
]
