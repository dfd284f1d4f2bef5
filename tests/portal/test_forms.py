"""What every form shares: clean fields, errors beside them, files handed out under their name."""

import re

import pytest
from django import forms
from django.utils import translation

from thongnhat_portal.downloads import download
from thongnhat_portal.fields import CleanTextField, PersonNameField, PhoneField


class SampleForm(forms.Form):
    name = PersonNameField(label="Tên", help_text="Như trên căn cước")
    kind = forms.ChoiceField(label="Loại", choices=[("a", "A")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="Đồng ý", required=False)


class LongForm(SampleForm):
    street, lane, note = (forms.CharField(label=label, required=False) for label in ("đường", "ngõ", "ghi chú"))

    def clean(self) -> None:
        if self.data.get("lane"):
            raise forms.ValidationError("Ngõ <b>không</b> thuộc đường.")


def error_of(field: forms.Field, typed: str) -> str:
    with pytest.raises(forms.ValidationError) as fault:
        field.clean(typed)
    return fault.value.code or ""


def test_a_name_is_cleaned() -> None:
    assert PersonNameField().clean("  Nguyễn   Văn  Mẫu ") == "Nguyễn Văn Mẫu"
    assert PersonNameField(required=False).clean("") == ""


def test_what_is_no_name_is_told() -> None:
    assert error_of(PersonNameField(), "=1+1") == "not_a_name"
    assert error_of(PersonNameField(), "") == "required"


@pytest.mark.parametrize("typed", ["0912345678", "0912 345 678", "+84 912 345 678", "0912.345.678"])
def test_a_phone_is_cleaned_from_every_usual_form_and_shown_in_groups(typed: str) -> None:
    cleaned = PhoneField().clean(typed)

    assert cleaned == "+84912345678"
    assert PhoneField().prepare_value(cleaned) == "0912 345 678"


def test_what_is_no_phone_is_told_and_shown_as_typed() -> None:
    assert error_of(PhoneField(), "12345") == "invalid"
    assert PhoneField().prepare_value("12345") == "12345"
    assert PhoneField(required=False).clean("") == ""


@pytest.mark.parametrize("typed", ["+84", "+84abc", "+84-", "+84 912", "+840", "+849123456789012", "+84912345678 x 5"])
def test_what_begins_like_a_stored_number_is_shown_as_typed(typed: str) -> None:
    assert PhoneField().prepare_value(typed) == typed


def test_text_loses_invisible_characters_and_is_composed() -> None:
    assert CleanTextField().clean("Ngo\u0303\u200b 3") == "Ngõ 3"


def test_text_in_an_old_font_is_told() -> None:
    assert error_of(CleanTextField(), "NguyÔn V¨n MÉu") == "legacy_encoding"


def test_an_error_stands_beside_its_field_and_is_tied_to_it() -> None:
    html = str(SampleForm({"name": "=1", "kind": "a"}))

    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert all(f'id="{name}"' in html for name in ("id_name_helptext", "id_name_error"))


def test_a_long_form_begins_with_links_to_what_is_to_be_mended() -> None:
    with translation.override("vi"):
        html = str(LongForm({"name": "=1", "lane": "5"}))

    summary, fields = html.split("</ul>", 1)
    assert 'role="alert"' in summary
    assert re.findall(r'<a href="#(.*?)">(.*?)</a>', summary) == [("id_name", "Tên"), ("id_kind", "Loại")]
    assert all(f'id="{target}"' in fields for target in ("id_name", "id_kind"))
    assert "Chưa lưu. Cần sửa:" in summary
    assert html.count("Ngõ &lt;b&gt;không&lt;/b&gt; thuộc đường.") == 1


def test_a_short_form_or_one_without_mistakes_has_no_such_list() -> None:
    with translation.override("vi"):
        drawn = [str(form) for form in (SampleForm({"name": ""}), LongForm(), LongForm({"name": "Mẫu", "kind": "a"}))]

    assert not [html for html in drawn if "Cần sửa" in html]


def test_fields_are_drawn_as_bootstrap_draws_them() -> None:
    with translation.override("vi"):
        html = str(SampleForm())

    assert html.count('class="form-control"') == 1
    assert html.count('class="form-check-input"') == 2
    assert html.count("<fieldset") == html.count("<legend") == 1
    assert "is-invalid" in str(SampleForm({"name": ""}))


def test_a_file_keeps_its_name_and_is_never_cached() -> None:
    response = download(b"x", file_name="Hộ dân.xlsx")

    assert response.headers["Content-Disposition"] == "attachment; filename*=utf-8''H%E1%BB%99%20d%C3%A2n.xlsx"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
