"""A commune's particulars: for admins, of the communes they govern."""

import pytest

from accounts.models import AuditEvent, Commune, Role
from tests.conftest import Cast
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

TYPED = {
    "name": "Thống Nhất",
    "slug": "thong-nhat-moi",
    "district": "Huyện Mẫu",
    "province": "Tỉnh Mẫu",
    "issuer": "Ủy ban nhân dân",
    "signatory_title": "Chủ tịch",
    "signatory_name": "Lê Văn Mẫu",
    "retention_days": "45",
}
NOT_ADMIN = [role for role in Role if role != Role.ADMIN]


@pytest.mark.parametrize("role", NOT_ADMIN)
def test_the_communes_are_for_admins_only(cast: Cast, role: Role) -> None:
    client = cast.client(role)
    addresses = ["", "new/", f"{cast.commune.pk}/"]

    answers = [client.get(f"/settings/communes/{address}").status_code for address in addresses]

    assert answers == [403, 403, 403]


def test_an_admin_sees_every_commune(cast: Cast) -> None:
    html = cast.client("admin").get("/settings/communes/").content.decode()

    assert html.count("/settings/communes/new/") == 1
    for commune in Commune.objects.all():
        assert f"/settings/communes/{commune.pk}/" in html


def test_an_admin_edits_a_commune_and_it_is_recorded(cast: Cast) -> None:
    response = cast.client("admin").post(f"/settings/communes/{cast.commune.pk}/", TYPED)

    cast.commune.refresh_from_db()
    event = AuditEvent.objects.get()
    assert response.status_code == 302
    assert (cast.commune.slug, cast.commune.retention_days) == ("thong-nhat-moi", 45)
    assert (event.action, event.actor, event.object_id) == (
        "commune.update",
        cast.people["admin"],
        str(cast.commune.pk),
    )


def test_an_admin_creates_a_commune(cast: Cast) -> None:
    response = cast.client("admin").post("/settings/communes/new/", TYPED)

    created = Commune.objects.get(slug="thong-nhat-moi")
    assert response.status_code == 302
    assert AuditEvent.objects.get().chain.commune == created


@pytest.mark.parametrize("days", ["20", "366", "0", "-1", "nhiều"])
def test_a_retention_out_of_range_is_refused_and_nothing_typed_is_lost(cast: Cast, days: str) -> None:
    response = cast.client("admin").post(f"/settings/communes/{cast.commune.pk}/", TYPED | {"retention_days": days})

    cast.commune.refresh_from_db()
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["retention_days"]
    assert 'value="Huyện Mẫu"' in response.content.decode()
    assert cast.commune.retention_days == 30


def test_two_communes_cannot_share_an_address(cast: Cast) -> None:
    response = cast.client("admin").post("/settings/communes/new/", TYPED | {"slug": cast.commune.slug})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["slug"]


def test_an_admin_of_one_commune_edits_that_one_and_no_other_and_creates_none(cast: Cast) -> None:
    bound = UserFactory(username="bound", role=Role.ADMIN, commune=cast.commune)
    cast.people["bound"] = bound
    client = cast.client("bound")
    addresses = [f"{cast.commune.pk}/", f"{cast.foreigner.commune_id}/", "new/"]

    answers = [client.get(f"/settings/communes/{address}").status_code for address in addresses]

    assert answers == [200, 404, 403]


def test_a_commune_is_written_with_its_xa(cast: Cast) -> None:
    assert str(cast.commune) == "Xã Thống Nhất"
    assert cast.commune.get_absolute_url() == "/communes/thong-nhat/"


@pytest.mark.parametrize("name", ["Xã Bình Mẫu", "PHƯỜNG Bình Mẫu", "Bình Mẫu"])
def test_a_communes_name_loses_the_word_before_it(cast: Cast, name: str) -> None:
    cast.client("admin").post("/settings/communes/new/", TYPED | {"name": name})

    assert str(Commune.objects.get(slug="thong-nhat-moi")) == "Xã Bình Mẫu"


@pytest.mark.parametrize(("district", "status"), [("Mẫu", 422), ("Huyện Mẫu", 302), ("thị xã Mẫu", 302), ("", 302)])
def test_a_district_is_written_in_full(cast: Cast, district: str, status: int) -> None:
    response = cast.client("admin").post("/settings/communes/new/", TYPED | {"district": district})

    assert response.status_code == status
    assert Commune.objects.filter(slug="thong-nhat-moi").exists() == (status == 302)
