"""What the Caddyfile must never lose."""

import re

from tests.deployment.files import services, text_of


def directives() -> list[str]:
    lines = [line.strip() for line in text_of("Caddyfile").splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


def test_every_block_is_closed() -> None:
    depth = 0
    for line in directives():
        depth += line.endswith("{") - (line == "}")
        assert depth >= 0
    assert depth == 0


def test_the_proxy_serves_one_host_over_tls_and_cannot_be_reconfigured() -> None:
    assert {"admin off", "{$PORTAL_HOST} {", "tls {$PORTAL_TLS}"} <= set(directives())


def test_a_request_may_carry_a_household_list_and_no_more() -> None:
    assert "max_size 12MB" in directives()


def test_the_proxy_forwards_to_the_port_of_web() -> None:
    assert "reverse_proxy web:8000 {" in directives()
    assert "http://127.0.0.1:8000/healthz" in services()["web"]["healthcheck"]["test"][-1]


def test_headers_are_left_to_the_portal() -> None:
    assert [line for line in directives() if re.match(r"header(_up|_down)?\b|trusted_proxies", line)] == []


def test_the_proxy_is_given_the_variables_it_reads() -> None:
    read = set(re.findall(r"\{\$(\w+)", "\n".join(directives())))

    assert read == set(services()["proxy"]["environment"])


def test_the_proxys_health_check_asks_what_the_proxy_answers_to_itself_only() -> None:
    address = services()["proxy"]["healthcheck"]["test"][-1].rstrip("/")

    assert f"{address} {{" in directives()
    assert "bind 127.0.0.1" in directives()
