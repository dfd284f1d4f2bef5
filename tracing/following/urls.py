from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path


def stub(request: HttpRequest, **keys: int) -> HttpResponse:
    raise Http404


urlpatterns = [
    path("work/", stub, name="work"),
    path("releases/", stub, name="releases"),
    path("releases/<int:pk>/", stub, name="release"),
    path("releases/<int:pk>/sign/", stub, name="sign"),
    path("releases/<int:pk>/refuse/", stub, name="refuse"),
    path("releases/<int:pk>/withdraw/", stub, name="withdraw"),
    path("<int:pk>/release/", stub, name="ask_release"),
    path("<int:pk>/contacts/", stub, name="contacts"),
    path("<int:pk>/contacts.xlsx", stub, name="contacts_xlsx"),
    path("<int:pk>/contacts.pdf", stub, name="contacts_pdf"),
    path("<int:pk>/contacts/<int:contact>/", stub, name="contact"),
    path("<int:pk>/hand-over/", stub, name="hand_over"),
    path("<int:pk>/close/", stub, name="close"),
]
