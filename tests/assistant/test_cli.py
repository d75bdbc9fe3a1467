"""The commands: what they print where, and with which exit status. Most run over fakes, a few over a real archive."""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from assistant.changes import relations_json
from assistant.cli import BROUGHT, COMMANDS, campaign
from assistant.commands.common import LOGGERS, World
from assistant.services import Services
from assistant.settings import BUNDLED_NOTICES
from assistant.view import answer_json, notice_item_json, notice_json
from assistant.wire import open_archive
from ingest.doctor import Finding
from ingest.errors import LibraryTooNew
from ingest.pipeline import Outcome, Report, Result
from tests.fakes import FakeAssistant, FakeShelf, make_answer, make_campaign_notice, make_entry

DAY = date(2024, 5, 1)
NOTICE = make_campaign_notice()
QUESTION = "第六届双品网购节的总结材料最晚什么时候交？"
LOOKUP = FakeShelf((NOTICE,)).notice


@pytest.fixture(autouse=True)
def log_levels():
    """A command sets the log levels of its process; here that process goes on with other tests."""
    loggers = [logging.getLogger(name) for name in LOGGERS]
    before = [logger.level for logger in loggers]
    yield
    for logger, level in zip(loggers, before, strict=True):
        logger.setLevel(level)


@dataclass
class FakeArchive:
    """Notices in memory; `ingest` takes each path for a notice, but for those named 坏, and is stopped at one."""

    shelf: FakeShelf = field(default_factory=lambda: FakeShelf((NOTICE,)))
    assistant: FakeAssistant = field(default_factory=FakeAssistant)
    findings: Sequence[Finding] = ()
    bundled: Path = Path("notices")
    removed: list[str] = field(default_factory=list)

    @property
    def services(self):
        return Services(self.assistant, self.shelf)

    def ingest(self, paths, report):
        outcomes = []
        for path in paths:
            if path.name == "Ctrl+C":
                raise KeyboardInterrupt
            if "坏" in path.name:
                outcome = Outcome(path, Result.FAILED, "no text in it; check the file")
            else:
                outcome = Outcome(path, Result.ADDED, notice_id=NOTICE.id, version=1)
                self.shelf.notices = (NOTICE,)
            report(outcome)
            outcomes.append(outcome)
        return Report(tuple(outcomes))

    def remove(self, notice_id):
        self.removed.append(notice_id)

    def reindex(self, report):
        return 7

    def doctor(self):
        return self.findings


def run(*args, archive=None, stdin=None, env=None):
    """Run a command over a fake archive."""

    @contextmanager
    def opened(settings, *, repair):
        yield archive or FakeArchive()

    return CliRunner().invoke(campaign, args, obj=World(env or {}, lambda: DAY, opened), input=stdin)


def run_real(tmp_path, *args):
    """Run a command over a data directory below `tmp_path`."""
    world = World({"CAMPAIGN_DATA_DIR": str(tmp_path / "data")}, lambda: DAY, open_archive)
    return CliRunner().invoke(campaign, args, obj=world)


def seen(result):
    return result.exit_code, result.stdout, result.stderr


# -- ask and chat ----------------------------------------------------------------------------------------------------


def test_an_answer_is_printed_with_its_warning_source_and_quote():
    assert seen(run("ask", QUESTION)) == (
        0,
        """活动总结材料须于 2024年5月13日前 报商务部电子商务司。[1]

注意
  该时限已过（2024-05-13）。

出处
[1] 关于举办“第六届双品网购节”的通知（商电促进函〔2024〕40号） 正文 结尾 第5页
    “各地组织开展“第六届双品网购节”的筹备情况以及活动总结材料，请于4月12日、5月13日前报我司。”

可以接着问
  联系人是谁？
""",
        "",
    )


def test_json_is_one_document_and_nothing_else_on_stdout():
    result = run("ask", QUESTION, "--json")

    assert json.loads(result.stdout_bytes.decode("utf-8")) == answer_json(make_answer(QUESTION, DAY), LOOKUP)


def test_a_question_that_nothing_supports_ends_with_status_three():
    result = run("ask", "补贴多少？")

    assert (result.exit_code, "没有写明这一点" in result.stdout) == (3, True)


def test_the_notice_is_named_by_the_beginning_of_its_id_and_the_day_by_as_of():
    archive = FakeArchive()

    run("ask", QUESTION, "--notice", "a1", "--as-of", "2024-04-01", archive=archive)

    assert archive.assistant.asked == [(QUESTION, date(2024, 4, 1), "a1b2c3", None)]


def test_first_use_reads_the_bundled_notices_and_says_so():
    archive = FakeArchive(shelf=FakeShelf())

    result = run("ask", QUESTION, "--json", archive=archive)

    assert archive.shelf.notices == (NOTICE,)
    assert result.stderr == (
        "the library is empty; reading the notices that come with the program, from notices\n1 file: 1 added\n"
    )
    assert json.loads(result.stdout)["status"] == "answered"


def test_chat_reads_lines_and_hands_on_what_was_understood():
    archive = FakeArchive()

    result = run("chat", archive=archive, stdin=f"{QUESTION}\n\n那总结的联系人呢\n退出\n总结\n")

    assert result.exit_code == 0
    assert [(question, previous and previous.question) for question, _, _, previous in archive.assistant.asked] == [
        (QUESTION, None),
        ("那总结的联系人呢", QUESTION),
    ]
    assert result.stdout.count("出处") == 2


def test_chat_as_json_is_one_document():
    result = run("chat", "--json", stdin=f"{QUESTION}\n补贴多少？\n")

    assert [item["status"] for item in json.loads(result.stdout)["items"]] == ["answered", "not_stated"]


def test_chat_goes_on_after_a_question_that_cannot_be_asked():
    result = run("chat", stdin="总" * 2_001 + f"\n{QUESTION}\n")

    assert (result.exit_code, result.stderr) == (0, "问题太长，请控制在2000字以内。\n")
    assert "活动总结材料" in result.stdout


# -- tables ----------------------------------------------------------------------------------------------------------


def test_notices_are_listed_with_the_id_to_ask_for():
    assert seen(run("notices")) == (
        0,
        "a1b2c3  关于举办“第六届双品网购节”的通知（商电促进函〔2024〕40号）\n"
        "    第六届双品网购节（2024-04-28至2024-05-12）　来源：2024-双品网购节-商务部.txt\n",
        "",
    )
    assert json.loads(run("notices", "--json").stdout) == {
        "items": [notice_item_json(make_entry(NOTICE))],
        "next": None,
    }


def test_a_notice_shows_masthead_clauses_facts_anomalies_and_what_was_dropped():
    assert (
        run("notice", "a1").stdout
        == """关于举办“第六届双品网购节”的通知
文号：商电促进函〔2024〕40号
发文机关：商务部电子商务司
主送机关：各省商务主管部门
活动：第六届双品网购节（2024-04-28至2024-05-12）
编号：a1b2c3　来源：2024-双品网购节-商务部.txt　第1版

条款
  正文　关于举办“第六届双品网购节”的通知
    一、总体安排
    二、工作要求
    结尾：各地组织开展“第六届双品网购节”的筹备情况
  附件　工作方案
    引言：附件
      一、目的

时限
  2024-04-28至2024-05-12　进行中　第六届双品网购节
  2024-05-13前　未到　各地商务主管部门：活动总结材料 → 商务部电子商务司

联系人
  王殿宁、李旺源　商务部电子商务司　电话 010-65197902、010-85093748

法律法规和文件
  《电子商务法》　参与活动企业严格遵守

组织单位
  指导单位：商务部、邮政局

主题和口号
  主题：数享生活

原文有疑
  原文缺少第三部分。（missing_number）

未收入正文
  页码：— 4 —
"""
    )


def test_json_of_a_notice_is_that_of_the_service():
    shelf = FakeShelf((NOTICE,))
    shown = notice_json(NOTICE, make_entry(NOTICE), DAY) | relations_json(shelf, NOTICE, shelf.notice)
    assert json.loads(run("notice", "a1b2c3", "--json").stdout) == shown


def test_deadlines_show_time_state_duty_and_place():
    assert run("deadlines", "--due", "upcoming", "--from", "2024-05-13").stdout == (
        "2024-05-13前　未到　各地商务主管部门：活动总结材料 → 商务部电子商务司\n"
        "    关于举办“第六届双品网购节”的通知（商电促进函〔2024〕40号） 正文 结尾\n"
        "    “各地组织开展“第六届双品网购节”的筹备情况以及活动总结材料，请于4月12日、5月13日前报我司。”\n"
    )


def test_tables_as_json_are_those_of_the_service():
    shown = notice_json(NOTICE, make_entry(NOTICE), DAY)

    for table in ("deadlines", "contacts", "laws"):
        assert json.loads(run(table, "--json").stdout) == {"items": shown[table], "next": None}


def test_a_table_without_a_match_says_so():
    assert run("laws", "--campaign", "年货节").stdout == "没有符合条件的内容。\n"


def test_deadlines_are_written_as_a_calendar(tmp_path):
    result = run("deadlines", "--ics", str(tmp_path / "due.ics"))

    assert seen(result) == (0, "", f"{tmp_path / 'due.ics'}: 2 events\n")
    assert (tmp_path / "due.ics").read_bytes().count(b"BEGIN:VEVENT") == 2


def test_an_empty_library_tells_how_to_fill_it():
    result = run("deadlines", "--json", archive=FakeArchive(shelf=FakeShelf()))

    assert json.loads(result.stdout) == {"items": [], "next": None}
    assert result.stderr == "the library is empty; `campaign ingest PATH` fills it\n"


# -- keeping ---------------------------------------------------------------------------------------------------------


def test_ingest_prints_a_line_per_file_and_fails_if_one_could_not_be_read():
    assert seen(run("ingest", "好.txt", "坏.txt")) == (
        1,
        "added  好.txt  a1b2c3\nskipped  坏.txt: no text in it; check the file\n",
        "2 files: 1 added, 1 skipped (1 could not be read)\n",
    )


def test_ingest_as_json_is_one_document():
    result = run("ingest", "好.txt", "坏.txt", "--json")

    assert result.exit_code == 1
    assert json.loads(result.stdout)["items"] == [
        {"path": "好.txt", "result": "added", "failed": False, "reason": None, "notice_id": "a1b2c3", "version": 1},
        {
            "path": "坏.txt",
            "result": "skipped",
            "failed": True,
            "reason": "no text in it; check the file",
            "notice_id": None,
            "version": None,
        },
    ]


def test_remove_takes_the_beginning_of_an_id():
    archive = FakeArchive()

    assert seen(run("remove", "a1", archive=archive)) == (0, "removed  a1b2c3\n", "")
    assert archive.removed == ["a1b2c3"]


def test_doctor_is_content_with_what_it_could_repair_and_fails_on_the_rest():
    repaired = Finding("missing", "the index of words lacked 3 entries", repaired=True)
    broken = Finding("damaged", "n1 version 1: its stored file has changed", repaired=False)

    assert seen(run("doctor")) == (0, "1 notices: nothing left to do\n", "")
    assert seen(run("doctor", archive=FakeArchive(findings=(repaired,)))) == (
        0,
        "repaired  the index of words lacked 3 entries\n1 notices: nothing left to do\n",
        "",
    )
    assert run("doctor", archive=FakeArchive(findings=(repaired, broken))).exit_code == 1


def test_reindex_tells_how_much_it_built():
    assert json.loads(run("reindex", "--json").stdout) == {"entries": 7, "items": []}


# -- what goes wrong -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "status", "line"),
    [
        (("ask", " "), 2, "Error: 请输入问题。\n"),
        (("ask", "总" * 34_000), 2, "Error: 问题太长，请控制在2000字以内。\n"),
        (("ask", QUESTION, "--notice", "zz"), 1, "Error: zz: no such notice; `campaign notices` lists them\n"),
        (("notice", "zz"), 1, "Error: zz: no such notice; `campaign notices` lists them\n"),
        (("remove", "zz"), 1, "Error: zz: no such notice; `campaign notices` lists them\n"),
        (("deadlines", "--ics", "no/such/folder/due.ics"), 1, "Error: no/such/folder/due.ics: No such file or directory; choose a file that can be written\n"),
    ],
)  # fmt: skip
def test_what_fails_is_one_line_on_stderr(args, status, line):
    assert seen(run(*args)) == (status, "", line)


@pytest.mark.parametrize(
    "args",
    [
        ("ask",),
        ("ask", QUESTION, "--as-of", "tomorrow"),
        ("ask", QUESTION, "--as-of", "0001-01-01"),
        ("deadlines", "--due", "soon"),
        ("deadlines", "--from", "2024-05-02", "--to", "2024-05-01"),
        ("ingest",),
        ("nonsense",),
    ],
)
def test_wrong_usage_has_status_two(args):
    result = run(*args)

    assert (result.exit_code, result.stdout) == (2, "")


def test_an_id_that_fits_several_notices_is_refused():
    archive = FakeArchive(shelf=FakeShelf((make_campaign_notice("ab1"), make_campaign_notice("ab2"))))

    result = run("notice", "ab", archive=archive)

    assert (result.exit_code, result.stderr) == (1, "Error: ab: fits 2 notices; give more of the id\n")


def test_a_library_of_a_newer_version_is_left_alone_with_one_line():
    @contextmanager
    def too_new(settings, *, repair):
        raise LibraryTooNew("data: written by a newer version; upgrade the program")
        yield

    result = CliRunner().invoke(campaign, ["notices"], obj=World({}, lambda: DAY, too_new))

    assert seen(result) == (1, "", "Error: data: written by a newer version; upgrade the program\n")


def test_a_wrong_setting_is_one_line():
    result = run("notices", env={"CAMPAIGN_LOG_LEVEL": "loud"})

    assert (result.exit_code, result.stderr.count("\n"), "CAMPAIGN_LOG_LEVEL" in result.stderr) == (1, 1, True)


# -- the group -------------------------------------------------------------------------------------------------------


def test_help_lists_every_command_of_the_contract():
    shown = run("--help").stdout

    assert all(f"  {name} " in shown for name in [*COMMANDS, *BROUGHT])


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_and_shows_json_where_it_shows_something(name):
    result = run(name, "--help")

    assert result.exit_code == 0
    assert "--data-dir" in result.stdout
    assert ("--json" in result.stdout) == (name != "serve")


def test_help_does_not_load_what_the_commands_need():
    code = (
        "import sys; from assistant.cli import campaign; campaign.main(['--help'], standalone_mode=False);"
        "print(sorted({'sqlalchemy', 'chromadb', 'jieba', 'tantivy', 'fastapi', 'numpy', 'rich'} & sys.modules.keys()))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.splitlines()[-1] == "[]"


# -- over a real archive ---------------------------------------------------------------------------------------------


def test_a_notice_is_read_shown_and_removed(tmp_path):
    real = partial(run_real, tmp_path)
    file = next(path for path in sorted(BUNDLED_NOTICES.glob("*.txt")) if "2024-双品" in path.name)

    assert real("ingest", str(file)).stdout.startswith("added  ")
    assert real("ingest", str(file)).stdout.startswith("unchanged  ")
    (item,) = json.loads(real("notices", "--json").stdout)["items"]
    assert (item["source"], item["doc_number"]) == (file.name, "商电促进函〔2024〕40号")
    shown = json.loads(real("notice", item["id"], "--json").stdout)
    assert {deadline["due"] for deadline in shown["deadlines"]} >= {"2024-04-12", "2024-05-13"}
    assert real("doctor").exit_code == 0
    assert real("remove", item["id"]).exit_code == 0
    assert json.loads(real("notices", "--json").stdout)["items"] == []


def test_who_stops_it_is_told_what_is_in_and_how_to_go_on():
    stopped = run("ingest", "a.txt", "Ctrl+C", "b.txt")

    assert stopped.exit_code == 1
    assert stopped.stdout == f"added  a.txt  {NOTICE.id}\n"
    assert stopped.stderr == (
        "Error: stopped; what the lines above name is in the library, and the same command goes on from there\n"
    )


def test_a_file_has_one_line_whatever_it_is_called():
    assert run("ingest", "a\nadded  b.txt").stdout == f"added  a␊added  b.txt  {NOTICE.id}\n"


def test_an_address_that_is_not_fetched_is_not_called_a_missing_file(tmp_path):
    result = run_real(tmp_path, "ingest", "ftp://example.gov.cn/a.pdf")

    assert result.exit_code == 1
    assert "only http and https addresses are fetched; save the file yourself" in result.stdout


def test_what_cannot_be_read_does_not_keep_the_others_out(tmp_path):
    good = tmp_path / "通知.txt"
    good.write_text("关于举办促消费活动的通知\n\n请于2024年5月13日前报送总结。\n", "utf-8")
    binary = tmp_path / "图片.txt"
    binary.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xfe\x00")
    result = run_real(tmp_path, "ingest", str(binary), str(tmp_path / "没有"), str(good))

    skipped, missing, added = result.stdout.splitlines()
    assert result.exit_code == 1
    assert skipped.startswith(f"skipped  {binary}: ")
    assert missing == f"skipped  {tmp_path / '没有'}: no such file or folder; check the path"
    assert added.startswith(f"added  {good}")


def test_a_file_in_the_place_of_the_data_directory_is_refused(tmp_path):
    (tmp_path / "data").write_text("x")

    result = run_real(tmp_path, "notices")

    assert (result.exit_code, result.stderr.count("\n"), result.stdout) == (1, 1, "")


def test_the_libraries_are_quiet_even_where_we_are_not():
    run("notices", env={"CAMPAIGN_LOG_LEVEL": "debug"})

    assert logging.getLogger("assistant").getEffectiveLevel() == logging.DEBUG
    assert logging.getLogger("sqlalchemy").getEffectiveLevel() == logging.WARNING


# -- settings in a file ----------------------------------------------------------------------------------------------


def started_in(folder, *args, **env):
    """The program as it is started in a folder, with nothing of ours in the environment but `env`."""
    outside = {name: value for name, value in os.environ.items() if not name.startswith("CAMPAIGN_")}
    program = [sys.executable, "-c", "from assistant.cli import main; main()", *args]
    root = str(Path(__file__).parents[2])
    return subprocess.run(
        program, cwd=folder, env={**outside, "PYTHONPATH": root, **env}, capture_output=True, text=True
    )


def test_settings_stand_in_a_file_beside_the_work(tmp_path):
    (tmp_path / ".env").write_text(
        "# 机器人\nCAMPAIGN_BOT_USERS=telegram:42 wecom:zhangsan\nCAMPAIGN_LOG_LEVEL=loud\n", "utf-8"
    )

    assert "CAMPAIGN_LOG_LEVEL: unknown level 'loud'" in started_in(tmp_path, "notices").stderr
    assert "unknown level 'mute'" in started_in(tmp_path, "notices", CAMPAIGN_LOG_LEVEL="mute").stderr


def test_a_file_of_settings_that_cannot_be_read_is_one_line(tmp_path):
    (tmp_path / ".env").write_bytes("CAMPAIGN_WECOM_HOOK_SCOPE=全部\n".encode("gb18030"))
    refused = started_in(tmp_path, "notices")

    assert refused.returncode == 1
    assert refused.stderr.startswith("Error: .env: ")
    assert refused.stderr.count("\n") == 1
