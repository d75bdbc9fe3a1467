"""Notices made to measure, with their facts known: for measuring parsers and stores on more than anybody could read.

`python -m eval.corpus --count 10000 --out DIR` writes one .txt per notice and `facts.jsonl`, one line each. The same
seed gives the same files. Wording follows real notices; people, numbers and campaigns are made up.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from pathlib import Path

import click

from eval import corpus_words as words

CN = "一二三四五六七八九十"
PAGE_LINES = 14  # lines of a page, where a notice has pages
FIRST_YEAR, LAST_YEAR = 2019, 2026


@dataclass(slots=True)
class KnownFacts:
    """What a generated notice states. Dates as ISO strings, as in JSON."""

    title: str = ""
    doc_number: str | None = None
    issuers: list[str] = field(default_factory=list)
    issued: str | None = None
    headings: list[str] = field(default_factory=list)  # the printed number and title of every numbered section
    submissions: list[tuple[str, str]] = field(default_factory=list)  # what, due
    periods: list[tuple[str, str]] = field(default_factory=list)  # start, end
    names: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    faxes: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    laws: list[str] = field(default_factory=list)
    parts: int = 1


@dataclass(frozen=True, slots=True)
class Generated:
    """A notice as a file: its name, its text, and what is true of it."""

    name: str
    text: str
    facts: KnownFacts


@dataclass(frozen=True, slots=True)
class _Issuer:
    name: str
    sign: str  # in its 文号
    addressees: str
    receiver: str  # to whom the notice asks to report


@click.command()
@click.option("--count", default=1000, show_default=True, type=click.IntRange(1, 99_999))
@click.option("--seed", default=1, show_default=True, type=int)
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False))
def main(count: int, seed: int, out: Path) -> None:
    """Write COUNT notices and their facts into a folder."""
    write_corpus(out, count, seed)
    click.echo(f"{count} notices in {out}")


def write_corpus(folder: Path, count: int, seed: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "facts.jsonl").open("w", encoding="utf-8") as facts:
        for one in generate(count, seed):
            (folder / one.name).write_text(one.text, encoding="utf-8")
            facts.write(json.dumps({"name": one.name, **asdict(one.facts)}, ensure_ascii=False) + "\n")


def generate(count: int, seed: int) -> Iterator[Generated]:
    """Notices that differ in 文号, title and all that is stated.

    >>> first, second = generate(2, seed=1)
    >>> first.facts.doc_number != second.facts.doc_number
    True
    """
    for n in range(count):
        yield _notice(random.Random(f"{seed}:{n}"), n)


def _notice(rng: random.Random, n: int) -> Generated:
    facts = KnownFacts()
    issuer = _issuer(rng)
    issued = date(rng.randint(FIRST_YEAR, LAST_YEAR), 1, 1) + timedelta(days=rng.randrange(300))
    campaign = _campaign(rng, issued)
    facts.doc_number = f"{issuer.sign}〔{issued.year}〕{n + 1}号"
    title = f"{issuer.name if rng.random() < 0.6 else ''}关于{rng.choice(words.VERBS)}{campaign}的通知"
    facts.title, facts.issued = title, issued.isoformat()
    facts.issuers = [issuer.name]
    blocks = [issuer.name, facts.doc_number, title, f"{issuer.addressees}："]
    blocks.append(_opening(rng, facts, campaign))
    blocks += _body(rng, facts, issuer, campaign, issued)
    blocks += _contact(rng, facts)
    listed = rng.sample(words.ATTACHMENTS, rng.choice((0, 0, 1, 2)))
    blocks += _attachment_list(listed)
    blocks += [issuer.name, f"{issued.year}年{issued.month}月{issued.day}日"]
    for number, name in enumerate(listed, 1):
        blocks += _attachment(rng, facts, name, number if len(listed) > 1 else None)
    facts.parts = 1 + len(listed)
    lines = blocks if rng.random() < 0.8 else _in_pages(rng, blocks)
    return Generated(f"{n + 1:05}-{issuer.name}.txt", "\n\n".join(lines) + "\n", facts)


def _issuer(rng: random.Random) -> _Issuer:
    kind = rng.random()
    if kind < 0.25:
        name, sign, receiver = rng.choice(words.MINISTRIES)
        return _Issuer(name, sign, "各省、自治区、直辖市、计划单列市及新疆生产建设兵团商务主管部门", receiver)
    province, short, cities = rng.choice(words.PROVINCES)
    organ, sign = rng.choice(words.ORGANS)
    if kind < 0.7:
        organ = organ.replace("商务局", "商务厅")
        return _Issuer(f"{province}{organ}", f"{short}{sign}", f"各市{organ.replace('厅', '局')}", rng.choice(("我厅", f"{province[:-1]}省{organ}")) if organ.endswith("厅") else "我局")  # fmt: skip
    city = rng.choice(cities)
    organ = organ.replace("厅", "局")
    return _Issuer(f"{city}{organ}", f"{city[0]}{sign}", f"各县（市、区）{organ}，各有关企业", rng.choice(("我局", f"{city}{organ}")))  # fmt: skip


def _campaign(rng: random.Random, issued: date) -> str:
    series = rng.choice(words.SERIES)
    named = rng.choice(
        (f"{issued.year}{series}", f"第{CN[rng.randrange(10)]}届{series}", f"{issued.year}年{series}", f"“{series}”")
    )
    return f"“{named}”" if rng.random() < 0.4 and not named.startswith("“") else named


def _opening(rng: random.Random, facts: KnownFacts, campaign: str) -> str:
    ground = ""
    if rng.random() < 0.4:
        rule = rng.choice(words.RULES + words.REGULATIONS)
        facts.laws.append(rule)
        ground = f"根据《{rule}》等有关规定，"
    return rng.choice(
        (
            f"为贯彻落实中央经济工作会议精神，{ground}着力扩大国内需求，培育壮大新型消费，现就{campaign}有关事项通知如下：",
            f"{ground}为促进消费持续恢复，经研究，决定组织实施{campaign}。现将有关事项通知如下：",
            f"为进一步释放消费潜力，{ground}做好{campaign}各项工作，现通知如下：",
        )
    )


# -- body ------------------------------------------------------------------------------------------------------------


def _body(rng: random.Random, facts: KnownFacts, issuer: _Issuer, campaign: str, issued: date) -> list[str]:
    """Sections in one of the usual numberings; periods, duties and deadlines stand where real notices have them."""
    number, below = rng.choice(NUMBERINGS)
    sections: list[tuple[str, list[str]]] = []
    if rng.random() < 0.6:
        sections.append(("活动时间", [_period(rng, facts, issued)]))
    for heading, sentences in rng.sample(words.SECTIONS, rng.randint(2, 5)):
        sections.append((heading, ["".join(rng.sample(sentences, rng.randint(1, 2)))]))
    sections.append(("规范经营行为", [_laws(rng, facts)]))
    if rng.random() < 0.5:
        at = rng.randrange(len(sections))
        items = [f"{below(k)}{sentence}" for k, sentence in enumerate(rng.sample(words.SPOKEN, rng.randint(2, 4)))]
        sections[at] = (sections[at][0], sections[at][1] + items)
    sections.append(("报送要求", _submissions(rng, facts, issuer, issued)))
    blocks: list[str] = []
    for n, (heading, lines) in enumerate(sections):
        printed = f"{number(n)}{heading}"
        facts.headings.append(printed)
        blocks += [printed, *lines]
    return blocks


def _chinese(n: int) -> str:
    return f"{CN[n]}、"


def _arabic(n: int) -> str:
    return f"{n + 1}. "


def _bracketed(n: int) -> str:
    return f"（{CN[n]}）"


def _spoken(n: int) -> str:
    return f"{CN[n]}是"


def _arabic_in_brackets(n: int) -> str:
    return f"（{n + 1}）"


Numbering = Callable[[int], str]
NUMBERINGS: tuple[tuple[Numbering, Numbering], ...] = (
    (_chinese, _bracketed),
    (_chinese, _spoken),
    (_chinese, _arabic),
    (_arabic, _arabic_in_brackets),
)


def _period(rng: random.Random, facts: KnownFacts, issued: date) -> str:
    start = issued + timedelta(days=rng.randint(20, 40))
    end = start + timedelta(days=rng.randint(7, 40))
    facts.periods.append((start.isoformat(), end.isoformat()))
    if start.year != end.year or rng.random() < 0.3:
        return f"{_day(start)}至{_day(end)}。"
    dash = rng.choice(("—", "-", "至"))
    return f"{_day(start)}{dash}{end.month}月{end.day}日。"


def _laws(rng: random.Random, facts: KnownFacts) -> str:
    named = rng.sample(words.LAWS, rng.randint(1, 4))
    facts.laws += named
    full = [f"《中华人民共和国{name}》" if rng.random() < 0.2 else f"《{name}》" for name in named]
    listed = "".join(full[:-1]) + ("和" if len(full) > 1 and rng.random() < 0.5 else "") + full[-1]
    return rng.choice(
        (
            f"督促、指导参与活动企业严格遵守{listed}等法律法规，严禁销售假冒伪劣商品、侵犯知识产权等违法违规行为。",
            f"参与企业应当遵守{listed}等法律法规，不得虚构原价、刷单炒信，切实保护消费者权益。",
            f"引导参加活动的企业依照{listed}守法诚信经营，维护公平竞争的市场秩序。",
        )
    )


def _submissions(rng: random.Random, facts: KnownFacts, issuer: _Issuer, issued: date) -> list[str]:
    things = rng.sample(words.SUBMISSIONS, rng.randint(1, 3))
    days = [issued + timedelta(days=n) for n in sorted(rng.sample(range(10, 60), len(things)))]
    if len(things) == 2 and rng.random() < 0.3 and days[0].year == days[1].year == issued.year:
        facts.submissions += [(what, day.isoformat()) for what, day in zip(things, days, strict=True)]
        first, second = (f"{day.month}月{day.day}日" for day in days)
        return [f"请将{things[0]}、{things[1]}分别于{first}、{second}前报送{issuer.receiver}。"]
    return [_submission(rng, facts, issuer, issued, *pair) for pair in zip(things, days, strict=True)]


def _submission(rng: random.Random, facts: KnownFacts, issuer: _Issuer, issued: date, what: str, due: date) -> str:
    facts.submissions.append((what, due.isoformat()))
    day = f"{due.month}月{due.day}日" if due.year == issued.year and rng.random() < 0.5 else _day(due)
    who = rng.choice(("请各单位", "请", "各地要", "请各地商务主管部门"))
    email = ""
    if rng.random() < 0.3:
        email = _email(rng)
        facts.emails.append(email)
    forms = [
        f"{who}于{day}前将{what}报送{issuer.receiver}。",
        f"{what}请于{day}前报{issuer.receiver}。",
        f"{who}认真组织，并于{day}17:00前将{what}（加盖公章）报{issuer.receiver}。",
        f"{who}将{what}于{day}前书面报送{issuer.receiver}。",
    ]
    if email:
        forms = [
            f"{who}于{day}前将{what}发送至邮箱{email}。",
            f"{who}于{day}下班前将{what}电子版报送至{email}。",
        ]
    return rng.choice(forms)


# -- contacts, attachments, pages --------------------------------------------------------------------------------------


def _contact(rng: random.Random, facts: KnownFacts) -> list[str]:
    people = list(dict.fromkeys(rng.choice(words.SURNAMES) + rng.choice(words.GIVEN) for _ in range(rng.randint(1, 2))))
    area = rng.choice(words.AREA_CODES)
    phones = [f"{area}-{rng.randrange(20_000_000, 90_000_000)}" for _ in people]
    facts.names += people
    facts.phones += phones
    dash = rng.choice(("-", "—", "－"))
    shown = [phone.replace("-", dash) for phone in phones]
    form = rng.randrange(5)
    if form == 0:
        lines = [f"联系人：{' '.join(people)}", f"电 话：{' '.join(shown)}"]
    elif form == 1:
        lines = [f"联系人：{person}，联系电话：{phone}" for person, phone in zip(people, shown, strict=True)]
    elif form == 2:
        pairs = "；".join(f"{person} {phone}" for person, phone in zip(people, shown, strict=True))
        return [f"联系人及电话：{pairs}"]
    elif form == 3:
        mobile = f"1{rng.choice('35789')}{rng.randrange(10**9):09}"
        facts.phones.append(mobile)
        return [f"（联系人：{people[0]}；电话：{shown[0]}，{mobile}）"] if _first_only(facts, people, phones) else []
    else:
        lines = [f"联系人：{'、'.join(people)}", f"联系电话：{'、'.join(shown)}"]
    if rng.random() < 0.4:
        fax = f"{area}-{rng.randrange(20_000_000, 90_000_000)}"
        facts.faxes.append(fax)
        lines.append(f"传 真：{fax.replace('-', dash)}")
    if rng.random() < 0.5:
        email = _email(rng)
        facts.emails.append(email)
        lines.append(f"邮 箱：{email}")
    return lines


def _first_only(facts: KnownFacts, people: list[str], phones: list[str]) -> bool:
    """Only the first person is printed: the others are not stated."""
    for extra, phone in zip(people[1:], phones[1:], strict=True):
        facts.names.remove(extra)
        facts.phones.remove(phone)
    return True


def _attachment_list(names: list[str]) -> list[str]:
    if not names:
        return []
    if len(names) == 1:
        return [f"附件：{names[0]}"]
    return [f"附件：1. {names[0]}", *(f"{n}. {name}" for n, name in enumerate(names[1:], 2))]


def _attachment(rng: random.Random, facts: KnownFacts, name: str, number: int | None) -> list[str]:
    blocks = [f"附件{number or ''}", name]
    for n, (heading, sentences) in enumerate(rng.sample(words.SECTIONS, rng.randint(1, 3))):
        printed = f"{_chinese(n)}{heading}"
        facts.headings.append(printed)
        blocks += [printed, rng.choice(sentences)]
    return blocks


def _in_pages(rng: random.Random, blocks: list[str]) -> list[str]:
    """Page numbers between the lines; at some of them a sentence goes on over the page."""
    lines: list[str] = []
    page = 1
    for n, block in enumerate(blocks, 1):
        if n % PAGE_LINES == 0:
            number = f"— {page} —"
            page += 1
            if len(block) > 40 and rng.random() < 0.5:
                cut = len(block) // 2
                lines += [block[:cut], f"{number}\f{block[cut:]}"]
                continue
            lines += [f"{number}\f{block}"]
            continue
        lines.append(block)
    return lines


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _email(rng: random.Random) -> str:
    return f"{''.join(rng.choices('abcdefghijkmnpqrstuvwxyz', k=6))}{rng.randrange(100)}@{rng.choice(words.MAIL_HOSTS)}"


if __name__ == "__main__":
    main()
