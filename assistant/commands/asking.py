"""`campaign ask` and `campaign chat`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from functools import cache

import click

from assistant.commands.common import (
    Refused,
    as_of_option,
    json_option,
    notice_option,
    print_json,
    tell,
    with_archive,
)
from assistant.commands.keeping import fill_if_empty
from assistant.errors import BadQuestion
from assistant.model import Status
from assistant.plain import answer_text
from assistant.services import Archive
from assistant.view import answer_json
from ingest.model import NoticeId

NO_SUPPORT = 3  # exit status: asked and answered that nothing supports an answer
FAREWELLS = frozenset({"exit", "quit", "q", "退出", "再见"})


@click.command()
@click.argument("question")
@notice_option
@as_of_option
@json_option
@with_archive()
def ask(archive: Archive, question: str, notice_prefix: str | None, as_of: date, as_json: bool) -> None:
    """Answer QUESTION from the notices, with the clauses the answer rests on.

    Exit status 3 if no notice supports an answer.
    """
    fill_if_empty(archive)
    services = archive.services
    try:
        answer = services.assistant.ask(_whole(question), as_of=as_of, notice_id=_notice_id(archive, notice_prefix))
    except BadQuestion as error:
        raise Refused(error.message) from error
    if as_json:
        print_json(answer_json(answer, cache(services.shelf.notice)))
    else:
        click.echo(answer_text(answer))
    if answer.status is not Status.ANSWERED:
        sys.exit(NO_SUPPORT)


@click.command()
@notice_option
@as_of_option
@json_option
@with_archive()
def chat(archive: Archive, notice_prefix: str | None, as_of: date, as_json: bool) -> None:
    """Answer questions line by line; a follow-up builds on the question before.

    Ends with 退出, exit or the end of the input. With --json all answers come as one list at the end.
    """
    fill_if_empty(archive)
    services, notice_id = archive.services, _notice_id(archive, notice_prefix)
    previous, answers = None, []
    for question in _questions():
        try:
            answer = services.assistant.ask(question, as_of=as_of, notice_id=notice_id, previous=previous)
        except BadQuestion as error:
            tell(error.message)
            continue
        previous = answer.query or previous
        if as_json:
            answers.append(answer_json(answer, cache(services.shelf.notice)))
        else:
            click.echo(answer_text(answer) + "\n")
    if as_json:
        print_json({"items": answers, "next": None})


def _questions() -> Iterator[str]:
    """Lines of the input that are not empty, with a prompt where somebody sits."""
    if sys.stdin.isatty():
        tell("请输入问题；输入“退出”结束。")
    while True:
        if sys.stdin.isatty():
            click.echo("问> ", nl=False, err=True)
        line = sys.stdin.readline()
        question = _whole(line.strip())
        if not line or question.lower() in FAREWELLS:
            return
        if question:
            yield question


def _notice_id(archive: Archive, prefix: str | None) -> NoticeId | None:
    return None if prefix is None else archive.shelf.find(prefix)


def _whole(text: str) -> str:
    """Bytes of an argument that are no UTF-8 arrive as half characters; nothing behind us could print them."""
    return text.encode("utf-8", "replace").decode("utf-8")
