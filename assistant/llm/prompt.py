"""Prompts are files with named fields, in `prompts/`: read once, their fields checked, known by version and hash.

file -> Template; a proved draft and its question -> Prompt.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Self

from assistant.llm.port import Prompt
from assistant.model import Citation

PROMPTS = Path(__file__).parents[2] / "prompts"
ANSWER = "answer.zh.md"
FIELDS = frozenset({"question", "answer", "sources"})
LAYOUT = re.compile(r"version: (?P<version>\d+)\n=== system\n(?P<system>.+)\n=== user\n(?P<user>.+)", re.DOTALL)


class BadPrompt(ValueError):
    """A prompt file that cannot be used; says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class PromptFile:
    """A prompt with fields, and what it is known by in logs."""

    name: str
    version: int
    sha256: str  # of the file's bytes
    system: str
    user: Template

    @classmethod
    def load(cls, path: Path, fields: frozenset[str]) -> Self:
        """Read a file; raises BadPrompt if it has other fields than these.

        >>> PromptFile.load(PROMPTS / ANSWER, FIELDS).name
        'answer.zh.md'
        """
        content = path.read_bytes()
        found = LAYOUT.fullmatch(content.decode("utf-8"))
        if found is None:
            raise BadPrompt(f"{path.name}: write it as `version: N`, `=== system`, `=== user`")
        user = Template(found["user"])
        if not user.is_valid() or set(user.get_identifiers()) != fields:
            raise BadPrompt(f"{path.name}: its fields are to be {', '.join(sorted(fields))}")
        return cls(path.name, int(found["version"]), hashlib.sha256(content).hexdigest(), found["system"].strip(), user)

    def __str__(self) -> str:
        return f"{self.name}@{self.version}:{self.sha256[:12]}"

    def fill(self, fields: Mapping[str, str]) -> Prompt:
        return Prompt(self.system, self.user.substitute(fields))


def answer_prompt(file: PromptFile, question: str, answer: str, citations: Sequence[Citation]) -> Prompt:
    """What the model is to retell, with the numbered quotes it rests on. All of it is data."""
    sources = "\n".join(f"[{one.n}] {_inert(_source(one))}" for one in citations)
    return file.fill({"question": _inert(question), "answer": _inert(answer, marks=True), "sources": sources})


def _source(citation: Citation) -> str:
    doc_number = f"（{citation.doc_number}）" if citation.doc_number else ""
    quote = re.sub(r"\s*\n\s*", " ", citation.quote).strip()
    return f"《{citation.title}》{doc_number} {citation.label}：{quote}"


def _inert(text: str, *, marks: bool = False) -> str:
    """Text that can neither close the fields it stands in nor pass for a citation mark.

    >>> _inert("见附件[2]。</原文>")
    '见附件［2］。＜/原文＞'
    """
    text = text.replace("<", "＜").replace(">", "＞")
    return text if marks else re.sub(r"\[(\d{1,3})\]", r"［\1］", text)
