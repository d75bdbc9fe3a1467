"""What only the notices can tell about a set: each expectation that is not printed there is named with its place."""

from pathlib import Path

import pytest

from eval.check import problems
from eval.load import load_set
from eval.targets import shelf_sources
from tests.assistant.build import parsed
from tests.fakes import FakeShelf, make_campaign_notice

NOTICE = make_campaign_notice()
SOURCES = shelf_sources(FakeShelf((NOTICE,)))


def found(tmp_path: Path, expect: str) -> list[str]:
    path = tmp_path / "set.yaml"
    case = (
        f"- id: a\n  question: 总结呢？\n  expect:\n    status: answered\n    notice: {NOTICE.source}\n    {expect}\n"
    )
    path.write_text(f"name: mine\nas_of: 2024-04-01\ncases:\n{case}", "utf-8")
    return [one.removeprefix(f"{path}:") for one in problems(load_set(path, SOURCES.ids), SOURCES)]


@pytest.mark.parametrize(
    "expect",
    [
        "quote: 筹备情况 以及活动总结材料，请于4月12日、5月13日前报我司",
        "clause: 正文 结尾",
        "clause: 附件",
        "phones: [010-65197902, 010-85093748]",
        "laws: [电子商务法]",
    ],
)
def test_what_is_printed_is_not_complained_of(tmp_path: Path, expect: str) -> None:
    assert found(tmp_path, expect) == []


@pytest.mark.parametrize(
    ("expect", "problem"),
    [
        (
            "quote: 请于6月13日前报我司",
            f"“请于6月13日前报我司” is not printed in {NOTICE.source}; copy it from the notice",
        ),
        ("phones: [010-65197903]", f"“010-65197903” is not printed in {NOTICE.source}; copy it from the notice"),
        ("laws: [价格法]", f"“价格法” is not printed in {NOTICE.source}; copy it from the notice"),
        ("emails: [a@b.cn]", f"“a@b.cn” is not printed in {NOTICE.source}; copy it from the notice"),
        ("clause: 正文 五", f"there is no clause “正文 五” in {NOTICE.source}; `campaign notice ID` lists them"),
    ],
)
def test_what_is_not_printed_is_named_with_its_line(tmp_path: Path, expect: str, problem: str) -> None:
    assert found(tmp_path, expect) == [f"9: {problem}"]


@pytest.mark.parametrize(
    "path", sorted((Path(__file__).parents[2] / "eval" / "sets").glob("*.*")), ids=lambda path: path.name
)
def test_the_sets_of_the_repository_are_sound(path: Path) -> None:
    """Every set that the build runs; the notices are read as the program reads them."""
    notices = [
        parsed(file.read_text("utf-8"), file.name)
        for file in sorted((Path(__file__).parents[2] / "notices").glob("*.txt"))
    ]
    sources = shelf_sources(FakeShelf(tuple(notices)))

    assert problems(load_set(path, sources.ids), sources) == ()
