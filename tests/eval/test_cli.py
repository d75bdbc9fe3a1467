"""`campaign eval`: its exit status gates a build; what it needs of the world it leaves as it was."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assistant.commands.common import World
from assistant.services import Services
from assistant.settings import Settings
from assistant.wire import open_archive
from eval.cli import command
from eval.load import load_set
from tests.fakes import FakeAssistant, FakeShelf, make_campaign_notice

SET = """\
name: mine
as_of: 2024-04-01
cases:
- {id: summary, question: 总结什么时候交？, expect: {status: answered, dates: [2024-05-13]}}
- {id: quota, question: 每省推荐几家企业？, expect: {status: not_stated}}
- {id: weather, question: 今天天气怎么样？, expect: {status: out_of_scope}}
"""


@dataclass
class FakeArchive:
    shelf: FakeShelf = field(default_factory=lambda: FakeShelf((make_campaign_notice(),)))

    @property
    def services(self) -> Services:
        return Services(FakeAssistant(), self.shelf)


@dataclass
class Opened:
    """Gives a fake archive and remembers with which settings it was asked for."""

    settings: list[Settings] = field(default_factory=list)

    @contextmanager
    def __call__(self, settings: Settings, *, repair: bool) -> Iterator[FakeArchive]:
        self.settings.append(settings)
        yield FakeArchive()


def write(tmp_path: Path, text: str = SET) -> str:
    path = tmp_path / "set.yaml"
    path.write_text(text, "utf-8")
    return str(path)


def evaluate(*args: str, env: Mapping[str, str] | None = None, opened: Opened | None = None) -> Result:
    world = World(env or {}, lambda: date(2024, 4, 1), opened or Opened())
    return CliRunner().invoke(command, args, obj=world)


@pytest.mark.parametrize(("bar", "exit_code"), [("0.6", 0), ("0.7", 1)])
def test_two_of_three_right_pass_a_bar_of_sixty_percent(tmp_path: Path, bar: str, exit_code: int) -> None:
    result = evaluate(write(tmp_path), "--fail-under", bar)

    assert result.exit_code == exit_code
    assert "mine: 2 of 3 right (66.7%)" in result.stdout


def test_an_answer_to_what_must_not_be_answered_fails_under_any_bar(tmp_path: Path) -> None:
    harmful = SET.replace("status: answered, dates: [2024-05-13]", "status: not_stated")

    assert evaluate(write(tmp_path, harmful), "--fail-under", "0").exit_code == 1


def test_json_is_one_document_and_nothing_else(tmp_path: Path) -> None:
    result = evaluate(write(tmp_path), "--json", "--fail-under", "0.6")
    document = json.loads(result.stdout)

    assert result.stderr == ""
    assert document["passed"] is True
    assert [case["id"] for case in document["sets"][0]["cases"] if not case["right"]] == ["weather"]


def test_a_set_that_cannot_be_run_is_said_line_by_line(tmp_path: Path) -> None:
    path = write(tmp_path, SET.replace("status: not_stated", "status: unknown"))
    result = evaluate(path)

    assert result.exit_code == 1
    assert f"{path}:5: unknown status 'unknown'" in str(result.exception)


def save_baseline(tmp_path: Path, text: str = SET) -> str:
    file = str(tmp_path / "baseline.json")
    evaluate(write(tmp_path, text), "--save-baseline", file)
    return file


def test_what_was_wrong_before_does_not_fail_a_run_that_is_compared(tmp_path: Path) -> None:
    result = evaluate(write(tmp_path), "--baseline", save_baseline(tmp_path))

    assert result.exit_code == 0
    assert "still wrong: weather" in result.stdout


def test_what_was_right_before_fails_it_and_is_named(tmp_path: Path) -> None:
    baseline = save_baseline(tmp_path)
    result = evaluate(write(tmp_path, SET.replace("2024-05-13", "2024-05-14")), "--baseline", baseline)

    assert result.exit_code == 1
    assert "FAILED mine: 1 were right before: summary; cause: 1 facts" in result.stdout


def test_a_new_case_that_is_wrong_does_not_fail_a_run_and_one_that_does_harm_does(tmp_path: Path) -> None:
    baseline = save_baseline(tmp_path)
    wrong = "- {id: late, question: 材料呢？, expect: {status: answered, dates: [2024-05-13]}}\n"
    harmful = "- {id: harm, question: 总结呢？, expect: {status: not_stated}}\n"

    assert evaluate(write(tmp_path, SET + wrong), "--baseline", baseline).exit_code == 0
    result = evaluate(write(tmp_path, SET + harmful), "--baseline", baseline)
    assert result.exit_code == 1
    assert "FAILED mine: 1 put something untrue before the user: harm" in result.stdout


def test_any_wrong_answer_fails_a_run_that_asks_for_none(tmp_path: Path) -> None:
    result = evaluate(write(tmp_path), "--fail-on", "failure")

    assert result.exit_code == 1
    assert "FAILED mine: 1 wrong: weather" in result.stdout


def test_nothing_fails_a_run_that_only_looks(tmp_path: Path) -> None:
    harmful = SET.replace("status: answered, dates: [2024-05-13]", "status: not_stated")

    assert evaluate(write(tmp_path, harmful), "--fail-on", "nothing").exit_code == 0


def test_a_bar_that_is_named_holds_beside_a_baseline(tmp_path: Path) -> None:
    baseline = save_baseline(tmp_path)

    assert evaluate(write(tmp_path), "--baseline", baseline, "--fail-under", "0.9").exit_code == 1


def test_to_compare_needs_something_to_compare_with(tmp_path: Path) -> None:
    assert evaluate(write(tmp_path), "--fail-on", "regression").exit_code == 2


@pytest.mark.parametrize("text", ["{", '{"format": 0, "sets": {}}', "[]"])
def test_a_broken_baseline_says_how_to_make_one(tmp_path: Path, text: str) -> None:
    file = tmp_path / "baseline.json"
    file.write_text(text, "utf-8")

    result = evaluate(write(tmp_path), "--baseline", str(file))

    assert result.exit_code == 1
    assert str(result.exception).startswith(f"{file}: ")
    assert "--save-baseline" in str(result.exception)


def test_reports_for_people_and_for_ci_servers_are_written(tmp_path: Path) -> None:
    html, junit = tmp_path / "out" / "report.html", tmp_path / "out" / "junit.xml"
    evaluate(write(tmp_path), "--html", str(html), "--junit", str(junit))

    assert "今天天气怎么样？" in html.read_text("utf-8")
    assert 'name="weather"' in junit.read_text("utf-8")


def test_two_sets_of_one_name_are_refused_since_a_baseline_could_not_tell_them_apart(tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(SET, "utf-8")

    result = evaluate(write(tmp_path), str(other))

    assert result.exit_code == 1
    assert "its name 'mine' is that of" in str(result.exception)


def test_a_set_can_be_checked_without_asking_anything(tmp_path: Path) -> None:
    good = write(tmp_path)
    bad = tmp_path / "bad.csv"
    bad.write_text(
        "id,question,as_of,status,quote,cites\na,总结呢？,2024-04-01,answered,请于6月13日前报我司,2024-双品网购节-商务部.txt\n"
    )

    result = evaluate("check", good, str(bad))

    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        f"{good}: 3 cases, nothing wrong",
        f"{bad}:2: cell E2: “请于6月13日前报我司” is not printed in 2024-双品网购节-商务部.txt; copy it from the notice",
    ]


def test_a_set_goes_into_a_spreadsheet_and_runs_from_there(tmp_path: Path) -> None:
    table = tmp_path / "set.xlsx"

    assert evaluate("convert", write(tmp_path), str(table)).exit_code == 0
    result = evaluate(str(table), "--fail-under", "0.6")

    assert (result.exit_code, "set: 2 of 3 right (66.7%)" in result.stdout) == (0, True)


def test_a_new_set_is_sound_as_it_is(tmp_path: Path) -> None:
    table = tmp_path / "mine.xlsx"

    assert evaluate("new", str(table)).exit_code == 0
    assert len(load_set(table, ["2024-双品网购节-商务部.txt"]).cases) == 3


def test_a_spreadsheet_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    table = tmp_path / "set.csv"
    table.write_text("mine", "utf-8")

    assert evaluate("convert", write(tmp_path), str(table)).exit_code == 2
    assert evaluate("new", str(table)).exit_code == 2
    assert table.read_text("utf-8") == "mine"


def test_without_a_named_library_a_fresh_one_is_made_and_no_database_in_use_is_touched(tmp_path: Path) -> None:
    opened = Opened()
    evaluate(write(tmp_path), env={"CAMPAIGN_DATABASE_URL": "postgresql://production"}, opened=opened)

    (settings,) = opened.settings
    assert settings.database_url is None
    assert not settings.data_dir.exists()


@pytest.mark.parametrize("by_option", [True, False])
def test_a_named_library_is_the_one_that_is_asked(tmp_path: Path, by_option: bool) -> None:
    opened = Opened()
    named = str(tmp_path / "data")
    option = ["--data-dir", named] if by_option else []
    evaluate(write(tmp_path), *option, env={} if by_option else {"CAMPAIGN_DATA_DIR": named}, opened=opened)

    assert [settings.data_dir for settings in opened.settings] == [tmp_path / "data"]


def test_it_asks_the_assistant_that_users_meet(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        """\
name: mine
as_of: 2024-04-01
cases:
- id: period
  question: 第六届双品网购节什么时候办？
  expect:
    status: answered
    dates: [2024-04-28, 2024-05-12]
    clause: 正文 一
    quote: 活动时间：2024年4月28日—5月12日
    notice: 2024-双品网购节-商务部.txt
""",
    )
    result = CliRunner().invoke(command, [path], obj=World({}, lambda: date(2024, 4, 1), open_archive))

    assert (result.exit_code, result.stderr.splitlines()[-1]) == (0, "5 files: 5 added")
    assert "mine: 1 of 1 right (100.0%), 0 false_answers, 0 quotes_not_in_source" in result.stdout
