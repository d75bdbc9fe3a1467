"""What a stranger relies on before running anything: locks, container, continuous integration, packaging."""

import re
import shlex
import subprocess
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PYPROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
LOCKS = ("requirements.lock", "requirements-test.lock")

# Where packages come from is the business of whoever installs: an address here would send strangers to our mirror.
REGISTRY_ADDRESS = re.compile(
    r"(?:index-url|find-links|trusted-host)[ =]+\S+[/.]\S"  # pip, uv
    r"|\b\w+ @ (?:https?|file):"  # a package pinned to an address
    r"|pypi\.\w+/simple|pythonhosted\.org"
    r"|\"resolved\": *\"http|registry *= *\"?http"  # npm, cargo
)


def locked(name: str) -> dict[str, str]:
    """Canonical name -> version of one lock; any other line than `name==version` or a comment is an error."""
    pins: dict[str, str] = {}
    for line in (ROOT / name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            match = re.fullmatch(r"([A-Za-z0-9._-]+)==([A-Za-z0-9.+!]+)", line)
            assert match, f"{name}: {line!r} is no exact version"
            pins[canonicalize_name(match[1])] = match[2]
    return pins


def unmet(requirements: Iterable[str], pins: dict[str, str]) -> list[str]:
    wanted = [Requirement(line) for line in requirements]
    return [str(r) for r in wanted if pins.get(canonicalize_name(r.name), "none") not in r.specifier]


def test_no_tracked_file_holds_a_registry_address() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: nothing says which files are tracked")
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout
    found = []
    for name in filter(None, listing.decode().split("\0")):
        path = ROOT / name
        if path.is_file():
            found += [(name, match[0]) for match in REGISTRY_ADDRESS.finditer(path.read_text("utf-8", "ignore"))]

    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "--extra-index-url https" + "://mirror.example/simple",
        "idna @ https" + "://mirror.example/idna.whl",
        '"resolved": "ht' + 'tp://mirror.example/x.tgz"',
    ],
)
def test_a_registry_address_is_recognised(line: str) -> None:
    assert REGISTRY_ADDRESS.search(line)


def test_the_locks_hold_an_exact_version_of_everything_named() -> None:
    project = PYPROJECT["project"]
    extras = [line for extra in project["optional-dependencies"].values() for line in extra]
    runtime, everything = (locked(name) for name in LOCKS)

    assert unmet(project["dependencies"], runtime) == []
    assert unmet([*project["dependencies"], *extras, *PYPROJECT["build-system"]["requires"]], everything) == []


def test_the_test_environment_is_the_service_plus_tools() -> None:
    """So that `make serve` after `make test`, in one environment, changes no version."""
    runtime, everything = (locked(name) for name in LOCKS)

    assert runtime.items() <= everything.items()
    assert "torch" not in everything  # gigabytes that no default path needs


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))


def instructions(dockerfile: str) -> list[tuple[str, str]]:
    """(INSTRUCTION, rest) in order, comments gone and continued lines joined."""
    lines = [line for line in dockerfile.splitlines() if not line.startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in joined.splitlines() if line)]


def test_the_image_installs_and_serves_with_the_commands_of_the_makefile() -> None:
    steps = instructions((ROOT / "Dockerfile").read_text("utf-8"))
    runs = " && ".join(rest for word, rest in steps if word == "RUN")
    install = "pip install --no-build-isolation --no-deps --requirement requirements.lock"
    known = {"FROM", "ARG", "ENV", "WORKDIR", "COPY", "RUN", "USER", "VOLUME", "EXPOSE", "HEALTHCHECK", "CMD"}

    assert {word for word, _ in steps} <= known
    assert install in runs
    assert install in MAKEFILE.replace("$(PIP)", "pip")
    assert ("CMD", '["campaign", "serve", "--host", "0.0.0.0"]') in steps
    assert "campaign serve --host" in MAKEFILE


def test_the_image_does_not_run_as_root_and_says_whether_it_is_well() -> None:
    steps = dict(instructions((ROOT / "Dockerfile").read_text("utf-8")))

    assert int(steps["USER"]) > 0
    assert "/healthz" in steps["HEALTHCHECK"]


def test_the_image_gets_every_file_it_copies() -> None:
    """`.dockerignore` lets in by name: a name with nothing behind it, or a package it forgot, breaks the build."""
    ignore = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    let_in = {line[1:] for line in ignore if line.startswith("!")}
    packages = {name.rstrip("*") for name in PYPROJECT["tool"]["setuptools"]["packages"]["find"]["include"]}

    assert packages | {"requirements.lock", "pyproject.toml", PYPROJECT["project"]["readme"]} <= let_in
    assert [name for name in let_in if not (ROOT / name).exists()] == []


def test_compose_runs_one_service_whose_library_survives_it() -> None:
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
    (service,) = compose["services"].values()
    (mount,) = service["volumes"]
    volume, _, target = mount.partition(":")
    steps = dict(instructions((ROOT / "Dockerfile").read_text("utf-8")))

    assert volume in compose["volumes"]
    assert target == steps["VOLUME"] == service["environment"]["CAMPAIGN_DATA_DIR"]
    assert service["ports"] == [f"127.0.0.1:{steps['EXPOSE']}:{steps['EXPOSE']}"]


def test_continuous_integration_runs_the_commands_a_person_runs() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    commands = [shlex.split(line) for line in script.splitlines() if line.startswith("make ")]

    assert commands == [["make", "test"], ["make", "eval"]]
    assert {target for _, target in commands} <= make_targets()


@pytest.mark.parametrize("package", ["assistant", "bots", "eval", "ingest", "notices", "prompts"])
def test_every_file_a_package_needs_is_installed_with_it(package: str) -> None:
    patterns = PYPROJECT["tool"]["setuptools"]["package-data"].get(package, [])
    installed = {path for pattern in patterns for path in (ROOT / package).glob(pattern)}
    data = {path for path in (ROOT / package).rglob("*") if path.is_file() and path.suffix not in {".py", ".pyc"}}

    assert data - installed == set()


def test_the_example_environment_names_the_variables_the_settings_read() -> None:
    def variables(*names: str) -> set[str]:
        text = "".join((ROOT / name).read_text("utf-8") for name in names)
        # Callbacks are read by the beginning of their two names.
        return {re.sub("_(TOKEN|AES_KEY)$", "", found) for found in re.findall(r"\bCAMPAIGN_[A-Z_]+[A-Z]", text)}

    assert variables(".env.example") == variables("assistant/settings.py", "bots/settings.py")
