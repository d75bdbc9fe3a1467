"""A reader types what the documents show: every command in them is there, and both READMEs show the same."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from assistant.cli import campaign

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
RECIPES = [ROOT / "Makefile", ROOT / "Dockerfile"]


def code_of(page: Path) -> str:
    """Only what a document prints as code, prose such as "make sure" left out; a recipe is code throughout."""
    text = page.read_text("utf-8")
    if page in RECIPES:
        return re.sub(r'", "|\["|"\]', " ", text)  # CMD ["campaign", "serve"]
    return "\n".join(re.findall(r"```.*?```|`[^`\n]+`", text, re.DOTALL))


def campaign_commands(code: str) -> list[list[str]]:
    """The words after each `campaign` that stands as a command."""
    found = re.findall(r"(?:^|[\s/`])campaign ([a-z]+[^`\n&|;#]*)", code, re.MULTILINE)
    return [shlex.split(line) for line in found]


def shell_lines(page: Path) -> list[str]:
    return re.findall(r"^(?:make|\.venv/bin/campaign|docker|curl) .*$", code_of(page), re.MULTILINE)


def test_commands_are_found_where_they_stand_as_commands() -> None:
    code = '`campaign ask "几号前报？" --json`\n.venv/bin/campaign doctor && campaign serve  # campaign-assistant'

    assert campaign_commands(code) == [["ask", "几号前报？", "--json"], ["doctor"], ["serve"]]


@pytest.mark.parametrize("page", [*DOCUMENTS, *RECIPES], ids=lambda page: page.name)
def test_every_campaign_command_shown_exists_with_its_options(page: Path) -> None:
    context = click.Context(campaign)
    for name, *words in campaign_commands(code_of(page)):
        command = campaign.get_command(context, name)
        assert command is not None, f"{page.name} shows `campaign {name}`"
        own = [command, *(command.commands.values() if isinstance(command, click.Group) else ())]
        options = {option for one in own for parameter in one.params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= options, f"`campaign {name}` in {page.name}"


@pytest.mark.parametrize("page", DOCUMENTS, ids=lambda page: page.name)
def test_every_make_command_shown_is_a_target(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))

    assert set(re.findall(r"\bmake ([a-z]+)", code_of(page))) <= targets


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_readme_sets_up_with_two_commands_and_asks_with_a_third(name: str) -> None:
    lines = shell_lines(ROOT / name)

    assert [line.split(" Q=")[0] for line in lines if line.startswith("make ")] == [
        "make serve",
        "make ask",
        "make test",
    ]


def test_the_english_and_the_chinese_readme_show_the_same_commands() -> None:
    assert shell_lines(ROOT / "README.md") == shell_lines(ROOT / "README.zh-CN.md")


def test_the_transcript_in_the_readmes_is_what_the_program_prints(tmp_path: Path) -> None:
    for page in (ROOT / "README.md", ROOT / "README.zh-CN.md"):
        transcript = re.search(
            r"<!-- transcript -->\n```\n\$ \S+/(campaign .*?)\n(.*?)\n```", page.read_text("utf-8"), re.DOTALL
        )
        assert transcript is not None, page.name
        words = shlex.split(transcript.group(1))[1:]
        program = [sys.executable, "-c", "from assistant.cli import main; main()"]

        printed = subprocess.run([*program, *words, "--data-dir", tmp_path], cwd=ROOT, capture_output=True, text=True)

        assert printed.stdout.strip() == transcript.group(2).strip(), printed.stderr
