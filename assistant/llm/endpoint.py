"""An OpenAI-compatible endpoint, through LlamaIndex's adapter. Prompt in, pieces of text out, within a time limit.

The one place that knows the adapter, the SDK below it and its errors. Nothing is tried twice: the answer without a
model is at hand. No error's own words are passed on: endpoints repeat keys and questions in them.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Generator
from email.utils import parsedate_to_datetime
from queue import Empty, SimpleQueue

import httpx
from llama_index.core.base.llms.types import ChatMessage, ChatResponse, MessageRole
from llama_index.llms.openai_like import OpenAILike
from openai import APIStatusError, APITimeoutError, OpenAIError

from assistant.llm.port import ModelFailed, Prompt
from assistant.settings import ModelSettings

MAX_TOKENS = 1200  # an answer has some sentences; a model that goes on and on is cut off
MAX_CHARACTERS = 4000
AT_ONCE = 8  # answers under way: more would keep the threads busy that answer without a model
ENDED = frozenset({"stop", "eos", "end_turn", "stop_sequence"})  # how servers name a regular end
# Ends that are the server's word and no failure of it.
REFUSALS = {"content_filter": "content_filter", "tool_calls": "tool_calls", "function_call": "tool_calls"}
KEYLESS = "none"  # what servers without keys are sent; the SDK asks for something
# What the SDK and the adapter run into where a server sends something that is no chat completion.
MALFORMED = (ValueError, TypeError, AttributeError, LookupError)


class OpenAIEndpoint:
    """`assistant.llm.port.Model` over HTTP. Safe to share between threads."""

    def __init__(self, settings: ModelSettings) -> None:
        self._settings = settings
        self._tls = httpx.create_ssl_context()  # takes longer to make than a client
        self._free = threading.BoundedSemaphore(AT_ONCE)

    @property
    def name(self) -> str:
        return self._settings.model

    def stream(self, prompt: Prompt) -> Generator[str]:
        """The text, piece by piece; raises ModelFailed. Over when the time limit is, whatever the server does."""
        if not self._free.acquire(blocking=False):
            raise ModelFailed("busy")
        deadline = time.monotonic() + self._settings.timeout_s
        client = httpx.Client(verify=self._tls, timeout=self._settings.timeout_s, follow_redirects=False)
        arriving: SimpleQueue[str | ModelFailed | None] = SimpleQueue()
        threading.Thread(
            target=self._receive, args=(client, prompt, arriving), name="language-model", daemon=True
        ).start()
        total = 0
        try:
            while True:
                try:
                    piece = arriving.get(timeout=max(0.0, deadline - time.monotonic()))
                except Empty:
                    raise ModelFailed("timeout") from None
                if piece is None:
                    return
                if isinstance(piece, ModelFailed):
                    raise piece
                total += len(piece)
                if total > MAX_CHARACTERS:
                    raise ModelFailed("too_long")
                yield piece
        finally:
            client.close()  # whatever the other thread waits for ends at its next byte, or at the client's own limit

    def _receive(self, client: httpx.Client, prompt: Prompt, arriving: SimpleQueue[str | ModelFailed | None]) -> None:
        """In a thread of its own: a server that sends a byte now and then keeps no answer waiting."""
        ended: str | ModelFailed | None = ModelFailed("broken")
        try:
            finished = None
            for response in self._adapter(client).stream_chat(
                [
                    ChatMessage(role=MessageRole.SYSTEM, content=prompt.system),
                    ChatMessage(role=MessageRole.USER, content=prompt.user),
                ]
            ):
                if response.delta:
                    arriving.put(str(response.delta))
                finished = _finish_reason(response) or finished
            ended = None if finished in ENDED else ModelFailed(REFUSALS.get(finished or "", "cut_off"))
        except APITimeoutError:
            ended = ModelFailed("timeout")
        except APIStatusError as exc:
            ended = ModelFailed(f"http_{exc.status_code}", _retry_after(exc.response))
        except httpx.TimeoutException:
            ended = ModelFailed("timeout")
        except (OpenAIError, httpx.HTTPError, httpx.StreamError) as exc:
            ended = ModelFailed(type(exc).__name__)
        except MALFORMED as exc:
            ended = ModelFailed(f"malformed_{type(exc).__name__}")
        except RuntimeError:  # the client was closed over our head: nobody waits any longer
            ended = ModelFailed("closed")
        finally:
            arriving.put(ended)
            self._free.release()

    def _adapter(self, client: httpx.Client) -> OpenAILike:
        return OpenAILike(
            model=self._settings.model,
            api_base=self._settings.base_url,
            api_key=self._settings.api_key or KEYLESS,
            is_chat_model=True,
            temperature=0.0,
            max_tokens=MAX_TOKENS,
            max_retries=0,
            timeout=self._settings.timeout_s,
            http_client=client,
        )


def _retry_after(response: httpx.Response) -> float | None:
    """Seconds a server asks to be left alone for: a number, or until a time (RFC 9110, 10.2.3).

    >>> _retry_after(httpx.Response(429, headers={"retry-after": "12"}))
    12.0
    """
    asked = response.headers.get("retry-after", "").strip()
    if asked.isdecimal():
        return float(asked)
    try:
        until = parsedate_to_datetime(asked)
    except ValueError:
        return None
    return max(0.0, until.timestamp() - time.time())


def _finish_reason(response: ChatResponse) -> str | None:
    choices = getattr(response.raw, "choices", None)
    return getattr(choices[0], "finish_reason", None) if choices else None
