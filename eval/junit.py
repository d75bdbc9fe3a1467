"""The report that CI servers read: JUnit's XML, one suite a set. What fails the gate is a failure, what was wrong before
or is new is skipped with its reason: the colour of the page is that of the exit status.

Source: the schema that Jenkins, GitLab and GitHub's viewers share, github.com/testmoapp/junitxml.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree

from eval.causes import cause_of
from eval.passing import Judged
from eval.run import Result

NO_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2


def junit_xml(judged: Sequence[Judged]) -> str:
    """The whole run as one document."""
    root = ElementTree.Element("testsuites", name="campaign eval")
    for one in judged:
        root.append(_suite(one))
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _suite(judged: Judged) -> ElementTree.Element:
    report, then = judged.report, judged.comparison
    gated = report.failures if then is None else (*then.broken, *then.harmful)
    gating = {result.case.id for result in gated} if judged.refused else set()
    cases = [_case(report.name, result, result.case.id in gating) for result in report.results]
    cases.append(_verdict(judged))
    failures = sum(case.find("failure") is not None for case in cases)
    suite = ElementTree.Element(
        "testsuite",
        name=report.name,
        tests=str(len(cases)),
        failures=str(failures),
        errors="0",
        skipped=str(sum(case.find("skipped") is not None for case in cases)),
        time=f"{sum(result.took_s or 0.0 for result in report.results):.3f}",
    )
    suite.extend(cases)
    return suite


def _case(suite: str, result: Result, gating: bool) -> ElementTree.Element:
    case = ElementTree.Element(
        "testcase", classname=suite, name=result.case.id, time=f"{result.took_s or 0.0:.3f}", line=str(result.case.line)
    )
    if not result.right:
        cause = cause_of(result)
        message = f"{cause.stage}: {cause.words}"
        told = ElementTree.SubElement(case, "failure" if gating else "skipped", message=_clean(message))
        told.text = _clean("\n".join((" → ".join((*result.case.turns, result.case.question)), *result.reasons)))
    return case


def _verdict(judged: Judged) -> ElementTree.Element:
    """What is about the set as a whole: a share too small, a metric that fell."""
    case = ElementTree.Element("testcase", classname=judged.report.name, name="(the set)", time="0.000")
    if judged.refused:
        told = ElementTree.SubElement(case, "failure", message=_clean(judged.refused[0]))
        told.text = _clean("\n".join(judged.refused))
    return case


def _clean(text: str) -> str:
    return NO_XML.sub("\ufffd", text)
