"""What a question can be refused for before it is understood.

`message` is for the user (Chinese), `code` is stable and for programs.
"""

from __future__ import annotations


class BadQuestion(ValueError):
    """A question that cannot be worked on: empty, too long, nothing but control characters.

    >>> str(BadQuestion("empty_question", "请输入问题。"))
    '请输入问题。'
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
