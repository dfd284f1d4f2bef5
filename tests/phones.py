"""Whether a page tells a phone number: no random token or code may be taken for one."""

import re


def tells_phone(text: str, number: str) -> bool:
    """However it is grouped and whatever stands for its first 0."""
    return re.search(r"[\s.-]*".join(number.removeprefix("0")), text) is not None
