"""Imports run one way: ingest <- assistant <- bots; bots and eval see ingest and assistant; nobody sees bots or eval.

What they import from others is named in pyproject.toml.
"""

import ast
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
MAY_IMPORT: dict[str, set[str]] = {
    "ingest": set(),
    "assistant": {"ingest"},
    "bots": {"assistant", "ingest"},
    "eval": {"assistant", "ingest"},
}


def imported(path: Path) -> set[str]:
    """Top-level names a file imports, inside functions too."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names.add((node.module or "").split(".")[0])
    return names


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_packages_import_only_the_layers_below_them(package: str) -> None:
    for path in (ROOT / package).rglob("*.py"):
        assert imported(path) & MAY_IMPORT.keys() <= MAY_IMPORT[package] | {package}, path


def test_an_import_inside_a_function_is_seen(tmp_path: Path) -> None:
    sample = tmp_path / "sample.py"
    sample.write_text("def late():\n    import bots.relay\n    from eval.metrics import METRICS\n", "utf-8")

    assert imported(sample) == {"bots", "eval"}


def test_every_imported_library_is_named_as_a_dependency() -> None:
    """A library that happens to come with another one is gone the day that other one drops it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    optional = [line for name, lines in project["optional-dependencies"].items() if name != "test" for line in lines]
    named = {canonicalize_name(Requirement(line).name) for line in [*project["dependencies"], *optional]}
    providers = packages_distributions()
    unnamed = {
        (str(path.relative_to(ROOT)), name)
        for package in MAY_IMPORT
        for path in (ROOT / package).rglob("*.py")
        for name in imported(path) - MAY_IMPORT.keys() - {"prompts", "notices"} - sys.stdlib_module_names
        if not named & {canonicalize_name(provider) for provider in providers.get(name, [name])}
    }

    assert unnamed == set()
