"""Every command of docker-compose.yml, started with its environment against real PostgreSQL and Valkey."""

import json

from tests.deployment.stand_in import StandIn, told_to_stop

LONG_RUNNING = ("web", "worker", "beat")


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
