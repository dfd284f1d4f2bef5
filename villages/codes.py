"""The next household code a commune would give, read from those it gave."""

import re
from collections import Counter
from itertools import count

from villages.models import Household, Village

NUMBERED = re.compile(r"(.*?)([0-9]{1,9})")
FIRST = ("", 6)  # no prefix, six digits


def free_code(village: Village) -> str:
    """After the highest of the village's usual codes, or the commune's; nobody has it, retired ones included."""
    rows = list(Household.objects.filter(commune=village.commune_id).values_list("village", "code", "is_provisional"))
    taken = {code for _village, code, _new in rows}
    given = [(key, found.groups()) for key, code, new in rows if not new and (found := NUMBERED.fullmatch(code))]
    own = [parts for key, parts in given if key == village.pk] or [parts for _key, parts in given]
    shapes = Counter((prefix, len(digits)) for prefix, digits in own)
    prefix, width = shapes.most_common(1)[0][0] if shapes else FIRST
    highest = max((int(digits) for start, digits in own if (start, len(digits)) == (prefix, width)), default=0)
    codes = (f"{prefix}{number:0{width}d}" for number in count(highest + 1))
    return next(code for code in codes if code not in taken)
