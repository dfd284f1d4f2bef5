"""What a keeper's desk may show of a person. Nothing here opens or seals."""

from typing import Protocol

HIDDEN = "***"
NOTHING = "–"
SHOWN_AT_EACH_END = 3
SHORTEST_PHONE = 10  # of fewer characters the six that are shown would be nearly all


def mask_name(name: str) -> str:
    """`Nguyễn Văn An` → `Nguyễn Văn ***`: the given name, a Vietnamese name's last word, is hidden."""
    return " ".join([*name.split()[:-1], HIDDEN])


def mask_phone(phone: str) -> str:
    """`+84912345678` → `091****678`, as dialled here; `+4915112345678` → `+49****678`; too short → `***`."""
    shown = f"0{phone[3:]}" if phone.startswith("+84") else phone
    if len(shown) < SHORTEST_PHONE:
        return HIDDEN
    return f"{shown[:SHOWN_AT_EACH_END]}****{shown[-SHOWN_AT_EACH_END:]}"


class Identity(Protocol):
    """A person's name and phone in clear; either may be empty."""

    @property
    def name(self) -> str: ...
    @property
    def phone(self) -> str: ...


class Masked:
    """Mixed into whatever is an Identity: how it is shown."""

    @property
    def masked_name(self: Identity) -> str:
        return mask_name(self.name) if self.name else NOTHING

    @property
    def masked_phone(self: Identity) -> str:
        return mask_phone(self.phone) if self.phone else NOTHING
