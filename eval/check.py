"""What only the notices can tell about a set: whether what its cases expect is printed there at all. Problems out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from eval.cases import Case, CaseSet, tight
from eval.ranking import is_below
from eval.sources import Source, Sources

Check = Callable[[str, tuple[Source, ...]], bool]


def problems(case_set: CaseSet, sources: Sources) -> tuple[str, ...]:
    """One line each: file, line or cell, what is wrong, what to do."""
    return tuple(
        f"{case_set.path}:{case.expect.places.get(field, case.line)}: {what}"
        for case in case_set.cases
        for field, what in _of(case, sources)
    )


def _of(case: Case, sources: Sources) -> Iterator[tuple[str, str]]:
    expect = case.expect
    names = expect.notices or ((case.notice,) if case.notice else tuple(sources.ids))
    read = tuple(source for name in names if (source := sources.named(name)) is not None)
    where = "、".join(names) if expect.notices or case.notice else "any notice"
    wanted: tuple[tuple[str, tuple[str, ...], Check], ...] = (
        ("quote", (expect.quote,) if expect.quote else (), _prints),
        ("phones", expect.phones, _prints_number),
        ("laws", expect.laws, _prints),
        ("emails", expect.emails, _prints),
    )
    for field, values, check in wanted:
        for value in values:
            if not check(value, read):
                yield field, f"“{value}” is not printed in {where}; copy it from the notice"
    for label in expect.clauses:
        if not any(is_below(place.label, (label,)) for source in read for place in source.places):
            yield "clause", f"there is no clause “{label}” in {where}; `campaign notice ID` lists them"


def _prints(value: str, read: tuple[Source, ...]) -> bool:
    return any(tight(value) in tight(source.text) for source in read)


def _prints_number(value: str, read: tuple[Source, ...]) -> bool:
    """An area code may be printed once for several numbers."""
    number = re.sub(r"\D", "", value.rsplit("-", 1)[-1])
    return any(number in re.sub(r"\D", "", line) for source in read for line in source.text.splitlines())
