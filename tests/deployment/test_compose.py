"""What docker-compose.yml must never lose."""

import re

import pytest

from tests.deployment.files import Service, built_here, compose, services, text_of

ONE_SHOT = {"prepare"}
NAMES = sorted(services())
MAJOR = re.compile(r"[a-z/]+:\d+(-\w+)?")


def sources(service: Service) -> set[str]:
    """Volumes and folders of the host that a service mounts."""
    mounts = service.get("volumes", [])
    return {mount["source"] if isinstance(mount, dict) else mount.split(":")[0] for mount in mounts}


def all_of(key: str) -> set[str]:
    return {name for service in services().values() for name in service.get(key, [])}


def test_the_services_are_these() -> None:
    assert NAMES == ["beat", "database", "prepare", "proxy", "redis", "web", "worker"]
    assert sorted(built_here()) == ["beat", "prepare", "web", "worker"]


@pytest.mark.parametrize("name", sorted(set(NAMES) - ONE_SHOT))
def test_a_service_comes_back_and_says_how_it_is(name: str) -> None:
    service = services()[name]

    assert service["restart"] == "unless-stopped"
    assert service["healthcheck"]["test"][0] in ("CMD", "CMD-SHELL")


@pytest.mark.parametrize("name", sorted(ONE_SHOT))
def test_what_runs_once_is_not_started_again(name: str) -> None:
    assert services()[name]["restart"] == "no"
    assert services()[name]["healthcheck"] == {"disable": True}


@pytest.mark.parametrize("name", NAMES)
def test_a_service_has_no_right_it_does_not_need(name: str) -> None:
    service = services()[name]

    assert not service.keys() & {"privileged", "network_mode", "pid", "ipc", "devices"}
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["read_only"] is True
    assert "/var/run/docker.sock" not in sources(service)


@pytest.mark.parametrize("name", NAMES)
def test_logs_do_not_fill_the_disk(name: str) -> None:
    assert services()[name]["logging"]["options"].keys() == {"max-size", "max-file"}


def test_only_the_proxy_is_reached_from_outside() -> None:
    assert [name for name, service in services().items() if "ports" in service] == ["proxy"]
    reaching_out = {name for name, network in compose()["networks"].items() if not network.get("internal")}
    assert [name for name, service in services().items() if reaching_out & set(service["networks"])] == ["proxy"]


def test_the_proxy_does_not_reach_what_holds_data() -> None:
    shared = set(services()["proxy"]["networks"]) & set(services()["database"]["networks"])

    assert shared == set()


@pytest.mark.parametrize("key", ["networks", "secrets"])
def test_what_is_used_is_declared_and_what_is_declared_is_used(key: str) -> None:
    assert all_of(key) == set(compose()[key])


def test_volumes_used_are_declared_and_declared_ones_used() -> None:
    mounted = {source for service in services().values() for source in sources(service)}

    assert {source for source in mounted if not source.startswith("./")} == set(compose()["volumes"])


@pytest.mark.parametrize("name", sorted(built_here()))
def test_a_service_of_ours_waits_for_what_it_needs(name: str) -> None:
    needed = {"database": {"condition": "service_healthy"}}
    if name not in ONE_SHOT:
        needed |= {
            "redis": {"condition": "service_healthy"},
            "prepare": {"condition": "service_completed_successfully"},
        }

    assert services()[name]["depends_on"] == needed


@pytest.mark.parametrize("name", sorted(built_here()))
def test_an_image_of_ours_is_never_fetched_from_strangers(name: str) -> None:
    assert services()[name]["pull_policy"] == ("build" if "build" in services()[name] else "never")


def test_one_service_builds_the_image() -> None:
    assert [name for name, service in services().items() if "build" in service] == ["prepare"]


@pytest.mark.parametrize("name", sorted(set(NAMES) - set(built_here())))
def test_an_image_of_others_is_pinned_to_a_major_version(name: str) -> None:
    assert MAJOR.fullmatch(services()[name]["image"])


@pytest.mark.parametrize("name", sorted(built_here()))
def test_a_service_of_ours_runs_as_the_user_of_the_image(name: str) -> None:
    assert services()[name].get("user", "image") == "image"


@pytest.mark.parametrize("name", NAMES)
def test_a_secret_is_never_a_value(name: str) -> None:
    environment = services()[name].get("environment", {})

    values = [value for variable, value in environment.items() if re.search("PASSWORD|SECRET|KEYS?(_|$)", variable)]
    assert [value for value in values if not value.startswith("/run/")] == []
    assert [value for value in environment.values() if re.search(r"//[^/@]*:[^/@]*@", str(value))] == []


def test_secrets_are_files_out_of_the_repository() -> None:
    assert all(secret["file"].startswith("./secrets/") for secret in compose()["secrets"].values())
    assert {"secrets/", ".env"} <= set(text_of(".gitignore").splitlines())


def test_only_prepare_may_write_the_keys() -> None:
    writable = {
        name: not mount.get("read_only", False)
        for name, service in services().items()
        for mount in service.get("volumes", [])
        if isinstance(mount, dict) and mount["target"] == "/run/vault"
    }

    assert writable == {"prepare": True, "web": False, "worker": False, "beat": False}


def test_the_broker_refuses_rather_than_forgets() -> None:
    options = " ".join(services()["redis"]["command"])

    assert "--appendonly yes" in options
    assert "--maxmemory-policy noeviction" in options
