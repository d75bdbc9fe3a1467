"""What is said to a message: commands and buttons by a table, everything else is a question. Inbound in, Message out.

The same in every channel: `/deadlines` in Telegram, 时限 in WeCom, a press in its menu.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from assistant.errors import BadQuestion
from assistant.model import Answer, CampaignRef, Query, Token, Window
from assistant.replies import Verdict
from assistant.services import Services
from assistant.view import campaigns_of
from bots.lasting import LastAnswers
from bots.model import Button, Inbound, Message, digest
from bots.people import People, Role, role_named
from bots.privacy import Privacy
from bots.rendering import answer_message, plain_message, source_message
from bots.subscribing import Subscribing

OnText = Callable[[str], None]

EDITIONS = 8


@dataclass(frozen=True, slots=True)
class Command:
    """One line of the menu."""

    name: str
    help: str
    also: tuple[str, ...] = ()  # what the same is called where there are no slashes


COMMANDS: tuple[Command, ...] = (
    Command("deadlines", "接下来要报什么、什么时候", ("时限", "截止")),
    Command("contacts", "联系人和电话", ("联系人",)),
    Command("laws", "要遵守的法律法规", ("法规", "法律法规")),
    Command("notices", "有哪些通知", ("通知",)),
    Command("subscribe", "订阅到期提醒", ("订阅",)),
    Command("unsubscribe", "退订提醒", ("退订", "取消订阅")),
    Command("role", "设置我的身份", ("身份",)),
    Command("forget", "删除我的记录", ("忘记我",)),
    Command("help", "使用说明", ("帮助", "？", "?")),
)
QUESTIONS: Mapping[str, str] = MappingProxyType(
    {
        "deadlines": "从今天起有哪些时限？",
        "contacts": "联系人是谁？",
        "laws": "要遵守哪些法律法规？",
        "notices": "有哪些通知？",
    }
)
TYPED: Mapping[str, str] = MappingProxyType(
    {"更多": "more", "原文": "source", "换一届": "editions", "赞": "good", "👍": "good", "踩": "bad", "👎": "bad"}
)  # what buttons under an answer do, written out: they mean the last answer of the conversation
ROLED = frozenset({"deadlines"})  # answers that depend on who asks
OF_ALL = frozenset({"deadlines", "notices"})  # lists that are not only of what was spoken of before
WELCOME = (
    "您好，我回答促消费活动通知里的问题：什么时候、报什么、报给谁、找谁、守哪些规定。每个回答都附原文出处；通知没写的，我会说没写。\n"
    "直接提问即可，例如：第六届双品网购节的总结材料什么时候交？"
)
GONE = "这条回答已过期，请重新提问。"
NO_EDITIONS = "没有这个活动其他届次的通知。"
THANKS = {Verdict.UP: "谢谢。", Verdict.DOWN: "谢谢，已记下。请再核对原文；也可以换一种问法。"}
WORDLESS = "wordless"  # the command that stands for a picture, a file, a voice: what an adapter cannot read
ONLY_WORDS = "我只看得懂文字。请把问题写成文字发给我；附图、文件和语音里的内容我读不到。"
ROLES = "请选择您的身份，时限会按身份筛选："


class Talk:
    """`bots.relay.Talks` over what the assistant can do."""

    def __init__(
        self,
        services: Services,
        people: People,
        subscribing: Subscribing,
        privacy: Privacy,
        last_answers: LastAnswers,
        *,
        today: Callable[[], date],
        public_url: str | None,
    ) -> None:
        self._services = services
        self._people = people
        self._subscribing = subscribing
        self._privacy = privacy
        self._last_answers = last_answers
        self._today = today
        self._public_url = public_url
        self._commands: Mapping[str, Callable[[Inbound, str, OnText], Message | None]] = {
            "start": lambda inbound, words, on_text: self._help(),
            "help": lambda inbound, words, on_text: self._help(),
            **dict.fromkeys(QUESTIONS, self._listed),
            "subscribe": lambda inbound, words, on_text: self._subscribing.subscribe(inbound, words),
            "unsubscribe": lambda inbound, words, on_text: self._subscribing.unsubscribe(inbound, words),
            "role": self._role,
            "forget": lambda inbound, words, on_text: self._privacy.forget(inbound),
            WORDLESS: lambda inbound, words, on_text: plain_message(ONLY_WORDS),
            "more": self._more,
            "source": self._source,
            "editions": self._editions,
            "edition": self._edition,
            "ask": self._suggested,
            "good": self._judged,
            "bad": self._judged,
        }

    def reply(self, inbound: Inbound, on_text: OnText) -> Message | None:
        """See `bots.relay.Talks`."""
        name, words = command_of(inbound.text)
        if name is None:
            return self._answer(inbound, words, on_text)
        run = self._commands.get(name)
        return run(inbound, words, on_text) if run else self._help()

    # -- questions -------------------------------------------------------------------------------------------------

    def _answer(self, inbound: Inbound, question: str, on_text: OnText) -> Message:
        conversations, assistant = self._services.conversations, self._services.assistant
        today = self._today()
        try:
            events = assistant.ask_stream(question, as_of=today, previous=self._before(inbound, today))
        except BadQuestion as error:
            return plain_message(error.message)
        text = ""
        for event in events:
            if isinstance(event, Token):
                text += event.text
                on_text(text)
            else:
                answer = event
        if answer.query is not None:
            conversations.remember(inbound.conversation, answer.query)
        self._services.replies.remember(answer)
        self._last_answers.remember(inbound.conversation, answer.trace_id)
        return answer_message(answer, base_url=self._public_url, editions=bool(self._other_editions(answer)))

    def _before(self, inbound: Inbound, today: date) -> Query | None:
        """What a question may follow up on: what was said last, unless the message replied to is of another campaign."""
        last = self._services.conversations.last(inbound.conversation)
        quoted = self._quoted(inbound, today) if inbound.quoted else None
        if last is None or (quoted is not None and quoted.campaign and not _agree(last.campaign, quoted.campaign)):
            return quoted
        return last

    def _quoted(self, inbound: Inbound, today: date) -> Query | None:
        """What the message replied to was about: a follow-up to it. The days it names are said of something, not asked for."""
        try:
            return replace(self._services.assistant.understand(inbound.quoted, as_of=today), window=Window())
        except BadQuestion:
            return None

    def _listed(self, inbound: Inbound, words: str, on_text: OnText) -> Message:
        """/deadlines 双品网购节: the list of one campaign; without words of what the conversation is about, or of all."""
        name, _ = command_of(inbound.text)
        question = QUESTIONS[name or ""]
        role = self._people.role(inbound.sender) if name in ROLED else None
        if name in OF_ALL:
            self._services.conversations.forget(inbound.conversation)
        return self._answer(inbound, f"{role.says if role else ''}{words}{question}", on_text)

    # -- what buttons do -------------------------------------------------------------------------------------------

    def _more(self, inbound: Inbound, words: str, on_text: OnText) -> Message:
        answer = self._meant(inbound, words)
        return answer_message(answer, base_url=self._public_url, whole_quotes=True) if answer else plain_message(GONE)

    def _source(self, inbound: Inbound, words: str, on_text: OnText) -> Message:
        answer = self._meant(inbound, words)
        return source_message(answer, base_url=self._public_url) if answer else plain_message(GONE)

    def _editions(self, inbound: Inbound, words: str, on_text: OnText) -> Message:
        answer = self._meant(inbound, words)
        if answer is None:
            return plain_message(GONE)
        names = self._other_editions(answer)
        if not names:
            return plain_message(NO_EDITIONS)
        return plain_message(
            "换成哪一届？",
            *((Button(name, f"/edition {answer.trace_id} {_key(name)}", typed=f"{name}呢？"),) for name in names),
        )

    def _edition(self, inbound: Inbound, words: str, on_text: OnText) -> Message:
        trace_id, _, key = words.partition(" ")
        answer = self._services.replies.find(trace_id)
        chosen = [name for name in self._other_editions(answer) if _key(name) == key] if answer else []
        return self._answer(inbound, f"{chosen[0]}呢？", on_text) if chosen else plain_message(GONE)

    def _other_editions(self, answer: Answer) -> list[str]:
        """Names of campaigns of the same series that the answer does not already speak of."""
        series = set(answer.query.campaign.series) if answer.query else set()
        cited = {citation.notice_id for citation in answer.citations}
        names = [
            campaign.name
            for entry in self._services.shelf.entries()
            if entry.id not in cited
            for campaign in campaigns_of(entry)
            if campaign.series in series
        ]
        return list(dict.fromkeys(names))[:EDITIONS]

    def _suggested(self, inbound: Inbound, words: str, on_text: OnText) -> Message:
        trace_id, _, number = words.partition(" ")
        answer = self._services.replies.find(trace_id)
        if answer is None or not number.isdecimal() or int(number) >= len(answer.suggestions):
            return plain_message(GONE)
        return self._answer(inbound, answer.suggestions[int(number)], on_text)

    def _judged(self, inbound: Inbound, words: str, on_text: OnText) -> Message:
        name, _ = command_of(inbound.text)
        verdict = Verdict.UP if name == "good" else Verdict.DOWN
        trace_id = words or self._last_answers.find(inbound.conversation)
        known = trace_id is not None and self._services.replies.judge(trace_id, verdict)
        return plain_message(THANKS[verdict] if known else GONE)

    def _meant(self, inbound: Inbound, trace_id: str) -> Answer | None:
        """The answer a button stood under; the last one of the conversation for what was written."""
        meant = trace_id or self._last_answers.find(inbound.conversation)
        return None if meant is None else self._services.replies.find(meant)

    # -- about the user --------------------------------------------------------------------------------------------

    def _role(self, inbound: Inbound, words: str, on_text: OnText) -> Message:
        role = role_named(words)
        if role is not None:
            self._people.set_role(inbound.sender, role)
            return plain_message(f"已设为：{role.value}。发送 /role 可以更改。")
        now = self._people.role(inbound.sender)
        text = (f"现在是：{now.value}。" if now else "") + ROLES
        return plain_message(
            text, tuple(Button(one.value, f"/role {one.value}", typed=f"身份 {one.value}") for one in Role)
        )

    def _help(self) -> Message:
        lines = "\n".join(
            f"/{one.name} {one.help}" + (f"（或：{one.also[0]}）" if one.also else "") for one in COMMANDS
        )
        return plain_message(f"{WELCOME}\n\n{lines}")


def _agree(last: CampaignRef, quoted: CampaignRef) -> bool:
    """Whether two may mean the same campaign.

    >>> sixth = CampaignRef(series=("双品网购节",), ordinals=(6,))
    >>> _agree(sixth, CampaignRef(series=("双品网购节",))), _agree(sixth, CampaignRef(series=("网上年货节",)))
    (True, False)
    """
    if (quoted.series and not last.series) or (quoted.region and quoted.region != last.region):
        return False
    pairs = ((last.series, quoted.series), (last.ordinals, quoted.ordinals), (last.years, quoted.years))
    return all(not one or not other or set(one) & set(other) for one, other in pairs)


def _key(name: str) -> str:
    """What stands for a name in a button: channels take few bytes."""
    return digest(name)[:16]


def command_of(text: str) -> tuple[str | None, str]:
    """The command a message is, and the words behind it; no command for a question.

    >>> command_of("/deadlines@fair_bot 双品网购节"), command_of("订阅 市"), command_of("通知里写了什么"), command_of("帮助")
    (('deadlines', '双品网购节'), ('subscribe', '市'), (None, '通知里写了什么'), ('help', ''))
    >>> command_of("原文"), command_of("原文 第三条说什么")
    (('source', ''), (None, '原文 第三条说什么'))
    """
    text = text.strip()
    if text in TYPED:
        return TYPED[text], ""
    first, rest = (*text.split(None, 1), "", "")[:2]
    if first.startswith("/"):
        return first[1:].partition("@")[0].lower(), rest.strip()
    for command in COMMANDS:
        if first in command.also:
            return command.name, rest.strip()
    return None, text
