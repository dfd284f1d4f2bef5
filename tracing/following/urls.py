from django.urls import path

from tracing.following.closing import views as closing
from tracing.following.out import views as out
from tracing.following.people import views as people
from tracing.following.releasing import views as releasing
from tracing.following.working import views as working

urlpatterns = [
    path("work/", working.work, name="work"),
    path("releases/", releasing.releases, name="releases"),
    path("releases/<int:pk>/", releasing.release_detail, name="release"),
    path("releases/<int:pk>/sign/", releasing.release_sign, name="sign"),
    path("releases/<int:pk>/refuse/", releasing.release_refuse, name="refuse"),
    path("releases/<int:pk>/withdraw/", releasing.release_withdraw, name="withdraw"),
    path("<int:pk>/release/", releasing.ask_release, name="ask_release"),
    path("<int:pk>/contacts/", people.contacts, name="contacts"),
    path("<int:pk>/contacts.xlsx", out.contacts_xlsx, name="contacts_xlsx"),
    path("<int:pk>/contacts.pdf", out.contacts_pdf, name="contacts_pdf"),
    path("<int:pk>/contacts/<int:contact>/", people.contact, name="contact"),
    path("<int:pk>/hand-over/", working.hand_over, name="hand_over"),
    path("<int:pk>/close/", closing.close, name="close"),
]
