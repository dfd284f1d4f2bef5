"""Who the table knows, and the answers that recur."""

from accounts.models import Role

# address → (method, arguments, {answer: roles}); whoever is not signed in is sent to the sign-in page unless named.
Rows = dict[str, tuple[str, list[object], dict[int, list[str]]]]

ALL = [*Role.values, "stranger", "foreigner", "-"]
LOGIN = 302
OPEN = {200: ALL}
SIGNED_IN = {200: [role for role in ALL if role != "-"]}
WALKERS = ["chair", "officer", "monitor", "village_head", "surveyor"]
KEEPING = ["keeper", "health"]
SURVEYING = ["officer", "monitor", "village_head", "surveyor", "stranger", "foreigner"]


def others(*named: str) -> list[str]:
    return [role for role in ALL if role not in (*named, "-")]


def officer_only(rest: int = 403) -> dict[int, list[str]]:
    return {200: ["officer", "foreigner"], rest: others("officer", "foreigner")}


def decider(lookers: list[str], answer: int = 302) -> dict[int, list[str]]:
    """The officer decides; whoever else sees the venue gets 403, strangers get 404."""
    return {answer: ["officer"], 403: [role for role in lookers if role != "officer"], 404: others(*lookers)}


def manager_only() -> dict[int, list[str]]:
    return {200: ["admin", "officer", "foreigner"], 403: others("admin", "officer", "foreigner")}


def walkers_and_neighbours() -> dict[int, list[str]]:
    may = [*WALKERS, "stranger", "foreigner"]
    return {200: may, 403: others(*may)}


def editor_of_seen() -> dict[int, list[str]]:
    """Whoever sees it but is not the officer gets 403; strangers get 404."""
    lookers = [role for role in WALKERS if role != "officer"]
    return {200: ["officer"], 403: lookers, 404: others(*WALKERS)}
