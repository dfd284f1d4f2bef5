"""Every command of docker-compose.yml, started with its environment against real PostgreSQL and Valkey."""

import json
from concurrent.futures import ThreadPoolExecutor
from html import unescape

from tests.checkins.visitors import PERSON, token_in
from tests.deployment.stand_in import StandIn, told_to_stop

LONG_RUNNING = ("web", "worker", "beat")
A_POSTER = "from tests.factories import PosterFactory; print(PosterFactory(venue__name='Chợ Mẫu').code)"
CHECK_INS = "from checkins.models import CheckIn; print(CheckIn.objects.count())"
SENDERS = 8


def test_the_services_serve_the_portal_are_healthy_and_end_when_told(stand_in: StandIn) -> None:
    stand_in.run("prepare")
    with stand_in.running(*LONG_RUNNING) as processes:
        ready, parts = stand_in.until_ready(processes)
        pages = {path: stand_in.get(path)[0] for path in ("/", "/login/", "/healthz")}
        unhealthy = [name for name in LONG_RUNNING if not stand_in.is_healthy(name)]
        endings = told_to_stop(processes)

    assert ready == 200, stand_in.logs()
    assert json.loads(parts) == {"database": True, "broker": True, "beat": True}
    assert pages == {"/": 200, "/login/": 200, "/healthz": 200}
    assert unhealthy == [], stand_in.logs()
    assert endings == dict.fromkeys(LONG_RUNNING, 0), stand_in.logs()


def test_a_citizen_checks_in_and_the_same_form_sent_by_many_at_once_is_one_visit(stand_in: StandIn) -> None:
    stand_in.run("prepare")
    with stand_in.running("web") as processes, ThreadPoolExecutor(SENDERS) as senders:
        stand_in.until_answering(processes)
        address = f"/v/{stand_in.told_by_shell('web', A_POSTER)}/"
        form = {**PERSON, "token": token_in(stand_in.get(address)[1])}
        sent = list(senders.map(lambda _: stand_in.ask("POST", address, form), range(SENDERS)))
        status, page = stand_in.get(sent[0][1])
        count = stand_in.told_by_shell("web", CHECK_INS)

    assert {answer[0] for answer in sent} == {302}, stand_in.logs()
    assert len({answer[1] for answer in sent}) == 1
    assert (status, "Chợ Mẫu" in unescape(page)) == (200, True)
    assert count == "1"
