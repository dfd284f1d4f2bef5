"""Names and telephone numbers of people who do not exist."""

from itertools import accumulate
from random import Random

FAMILIES = {
    "Nguyễn": 38,
    "Trần": 12,
    "Lê": 10,
    "Phạm": 7,
    "Hoàng": 5,
    "Vũ": 5,
    "Đặng": 3,
    "Bùi": 3,
    "Đỗ": 3,
    "Ngô": 3,
    "Dương": 2,
    "Đinh": 2,
    "Trịnh": 2,
    "Đào": 2,
    "Lưu": 1,
    "Phan": 1,
    "Ứng": 1,
}
MALE_MIDDLES = ("Văn", "Văn", "Văn", "Đức", "Hữu", "Công", "Quang", "Đình", "Ngọc", "Minh", "Thế", "Bá")
FEMALE_MIDDLES = ("Thị", "Thị", "Thị", "Thị Thu", "Thị Hồng", "Thị Kim", "Thu", "Ngọc", "Thanh", "Hồng")
MALE_GIVEN = (
    *("An", "Ân", "Bình", "Chiến", "Cường", "Dũng", "Duy", "Đạt", "Định", "Đông", "Đức"),
    *("Giang", "Hải", "Hậu", "Hiếu", "Hoàn", "Hùng", "Huy", "Khánh", "Kiên", "Lâm", "Long"),
    *("Lực", "Mạnh", "Nam", "Nghĩa", "Phong", "Phúc", "Quân", "Quyết", "Sơn", "Tài", "Tâm"),
    *("Thắng", "Thành", "Thiện", "Tiến", "Toàn", "Trung", "Tuấn", "Tùng", "Vinh"),
)
FEMALE_GIVEN = (
    *("Anh", "Ánh", "Bích", "Chi", "Cúc", "Dung", "Duyên", "Đào", "Giang", "Hà", "Hạnh"),
    *("Hiền", "Hoa", "Hòa", "Huệ", "Hương", "Lan", "Liên", "Linh", "Loan", "Mai", "Mận"),
    *("My", "Nga", "Ngân", "Nhàn", "Nhung", "Oanh", "Phương", "Quyên", "Sen", "Tâm", "Thảo"),
    *("Thoa", "Thủy", "Trang", "Tuyết", "Uyên", "Ước", "Vân", "Xuân", "Yến"),
)
# Of mobiles in use in 2021, each followed by seven digits.
MOBILE_PREFIXES = (
    *("32", "33", "34", "35", "36", "37", "38", "39", "70", "76", "77", "78", "79", "81"),
    *("82", "83", "84", "85", "86", "88", "90", "91", "93", "94", "96", "97", "98"),
)

_FAMILY_NAMES, _FAMILY_WEIGHTS = list(FAMILIES), list(accumulate(FAMILIES.values()))


def family_name(rng: Random) -> str:
    return rng.choices(_FAMILY_NAMES, cum_weights=_FAMILY_WEIGHTS)[0]


def full_name(rng: Random, family: str, *, female: bool) -> str:
    middles, given = (FEMALE_MIDDLES, FEMALE_GIVEN) if female else (MALE_MIDDLES, MALE_GIVEN)
    return f"{family} {rng.choice(middles)} {rng.choice(given)}"


def mobile(rng: Random) -> str:
    """E.164."""
    return f"+84{rng.choice(MOBILE_PREFIXES)}{rng.randrange(10**7):07d}"
