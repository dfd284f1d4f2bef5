"""Invented Vietnamese words and names, always the same ones."""

import unicodedata
from itertools import product
from random import Random


def listed(text: str) -> list[str]:
    return text.split()


TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
INITIALS = listed("""
    b c ch d đ g gh gi h k kh l m n ng ngh nh p ph q r s t th tr v x
""")
RHYMES = listed("""
    a ai am an ang anh ao au ay ac ach ap at ăm ăn ăng ăc ăp ăt âm ân âng âu ây âc âp ât e em en eng eo
    ec ep et ê êm ên ênh êu êch êp êt i ia im in inh iu ich ip it iêm iên iêng iêu iêc iêp iêt o oa oai
    oan oang oanh oay oăn oe oi om on ong oc op ot ô ôi ôm ôn ông ôc ôp ôt ơ ơi ơm ơn ơp ơt u ua ui um
    un ung uc up ut uân uâng uây uât uê uôi uôm uôn uông uôc uôt uơ uy uya uyên uyêt uynh uyu ư ưa ưi
    ưng ưu ưc ưt ươi ươm ươn ương ươu ươc ươp ươt y yêm yên yêu yêt
""")
VOWELS = "âăêôơưaeiouy"

FAMILIES = listed("""
    Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đào Đoàn Trịnh Đinh Lâm Mai
    Trương Tạ Phùng Lương Cao Hà Tô Quách Vàng Sùng Giàng Lò Tòng Quàng Thào Chảo
""")
MIDDLES = listed("""
    Thị Văn Đức Xuân Hữu Ngọc Minh Quang Thanh Bích Thuý Thúy Khánh Như Đình Công Quốc Hoài Mỹ
""")
GIVENS = listed("""
    An Ân Ánh Ba Bách Bảo Bình Cúc Châu Chín Cường Dũng Duyên Đào Đạt Điệp Giang Hà Hải Hạnh Hiếu Hoa
    Hoà Hòa Hồng Huệ Hùng Hưng Hương Khoa Lan Liên Loan Long Lộc Lượng Mai Mận Mùi Nam Nga Nghĩa Ngoan
    Nhàn Oanh Phúc Phượng Quý Quỳnh Sáu Sơn Tài Tâm Thắng Thìn Thoa Thuỷ Thủy Tím Toàn Trí Tuấn Tuyết
    Ứng Út Uyên Vân Việt Ý Yến
""")


def with_tone(rhyme: str, tone: str) -> str:
    vowel = next(letter for letter in VOWELS if letter in rhyme)
    return unicodedata.normalize("NFC", rhyme.replace(vowel, vowel + tone, 1))


def words(count: int) -> list[str]:
    every_word = [initial + with_tone(rhyme, tone) for initial, rhyme, tone in product(["", *INITIALS], RHYMES, TONES)]
    return Random(210).sample(every_word, count)


def names(count: int) -> list[str]:
    random = Random(2021)
    parts = [
        (random.choice(FAMILIES), *random.sample(MIDDLES, random.randint(0, 2)), random.choice(GIVENS))
        for _ in range(count)
    ]
    return [" ".join(name) for name in parts]
