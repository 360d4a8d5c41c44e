"""A server that speaks OpenAI's chat completions: LM Studio, Ollama, llama.cpp, vLLM and others.

Only the host that the user named is ever spoken to: no redirect is followed and no proxy of the
environment is used. A key is sent if LLMNOTES_API_KEY or OPENAI_API_KEY holds one.
"""

from __future__ import annotations

import http.client
import json
import math
import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from llmnotes.ask.backends import Backend
from llmnotes.ask.backends.foreign import Piece, claims
from llmnotes.ask.backends.sse import DONE, events
from llmnotes.ask.manner import Manner
from llmnotes.ask.prompting import Template, load_template, prompt_messages
from llmnotes.errors import ModelError, UsageError
from llmnotes.messages import say
from llmnotes.model import Claim, Evidence, Usage, Written

KEYS = ("LLMNOTES_API_KEY", "OPENAI_API_KEY")
_LINE = 1 << 20
"""Bytes of the longest line that is read."""
_SHOWN = 300
"""Characters of a server's complaint that are shown."""
_OPTIONAL = ("stream_options", "seed", "logprobs", "top_logprobs")
"""Fields that a strict server may not know, and that an answer can do without."""
_WHOLE = 20
"""Times the patience that a whole answer may take."""
_REDIRECTS = range(300, 400)
_ALTERNATIVES = 5


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server listens: `base` is the path before ``/chat/completions``."""

    url: str
    secure: bool
    host: str
    port: int | None
    base: str
    model: str


def read_address(name: str, manner: Manner) -> Address:
    """Read ``http://host:port/v1#model``; raises UsageError for anything else.

    >>> read_address("http://localhost:1234/v1#qwen", Manner()).model
    'qwen'
    """
    try:
        parts = urlsplit(name)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if not parts.hostname or not parts.fragment or parts.username or parts.query:
        raise UsageError(say("ask.address", manner.lang, name=name))
    url = name.partition("#")[0].rstrip("/")
    base = parts.path.rstrip("/")
    model = unquote(parts.fragment)
    return Address(url, parts.scheme == "https", parts.hostname, port, base, model)


def open_server(name: str, manner: Manner, folder: Path) -> Backend:
    """Return the back end of a server; nothing is sent yet."""
    address = read_address(name, manner)
    template = load_template(manner, folder)
    decoder = Server(address, manner, template)
    parameters = {"model": address.model, "template": template.name} | decoder.controls()
    return Backend(decoder, parameters, prompted=True)


@dataclass(frozen=True, slots=True)
class Server:
    """Asks a server, and reads its answer as it comes."""

    address: Address
    manner: Manner
    template: Template

    def __call__(self, evidence: Evidence, /) -> Iterator[Claim | Usage]:
        """Yield what the server says, sentence by sentence."""
        return claims(self._pieces(evidence), evidence)

    def controls(self) -> dict[str, object]:
        """Return the six controls and the seed by the names that the protocol has for them."""
        sampling = self.manner.sampling
        return {
            "temperature": sampling.temperature,
            "top_p": sampling.top_p,
            "max_tokens": sampling.max_length,
            "stop": list(sampling.stop),
            "frequency_penalty": sampling.frequency_penalty,
            "presence_penalty": sampling.presence_penalty,
            "seed": sampling.seed,
        }

    def _body(self, evidence: Evidence) -> dict[str, object]:
        messages = prompt_messages(self.template, evidence, self.manner)
        body: dict[str, object] = {
            "model": self.address.model,
            "messages": [{"role": one.role, "content": one.text} for one in messages],
            "stream": True,
            "stream_options": {"include_usage": True},
        } | self.controls()
        if not self.manner.sampling.stop:
            del body["stop"]
        if self.manner.explain:
            body |= {"logprobs": True, "top_logprobs": _ALTERNATIVES}
        return body

    def _pieces(self, evidence: Evidence) -> Iterator[Piece]:
        """Yield tokens as the server sends them; every failure is a ModelError with the address."""
        body = self._body(evidence)
        connection = self._connect()
        try:
            response = self._post(connection, body)
            if response.status in (400, 422):  # a strict server: once more without the frills
                response.read(_LINE)
                connection.close()
                connection = self._connect()
                bare = {key: value for key, value in body.items() if key not in _OPTIONAL}
                response = self._post(connection, bare)
            if response.status != http.client.OK:
                raise self._refused(response)
            yield from self._read(response)
        except TimeoutError as error:
            raise self._error("slow", seconds=f"{self.manner.patience:g}") from error
        except http.client.IncompleteRead as error:
            raise self._error("broken") from error
        except (OSError, http.client.HTTPException) as error:
            raise self._error("unreachable", reason=_reason(error)) from error
        finally:
            connection.close()

    def _connect(self) -> http.client.HTTPConnection:
        kind = http.client.HTTPSConnection if self.address.secure else http.client.HTTPConnection
        return kind(self.address.host, self.address.port, timeout=self.manner.patience)

    def _post(
        self, connection: http.client.HTTPConnection, body: Mapping[str, object]
    ) -> http.client.HTTPResponse:
        headers = {"Content-Type": "application/json", "Accept": "text/event-stream"}
        if key := next((os.environ[name] for name in KEYS if os.environ.get(name)), ""):
            headers["Authorization"] = f"Bearer {key}"
        data = json.dumps(body).encode()
        connection.request("POST", f"{self.address.base}/chat/completions", data, headers)
        return connection.getresponse()

    def _read(self, response: http.client.HTTPResponse) -> Iterator[Piece]:
        """Yield the tokens of an answer, streamed or in one piece."""
        streamed = "event-stream" in response.getheader("Content-Type", "")
        ended = False
        try:
            whole = [] if streamed else [json.loads(response.read(_LINE))]
            for event in events(self._lines(response)) if streamed else whole:
                if "error" in event:
                    raise self._error("status", status=response.status, reason=_complaint(event))
                yield from _written(event)
                ended = ended or not streamed or _finished(event)
                if usage := event.get("usage"):
                    yield Usage(int(usage["prompt_tokens"]), int(usage["completion_tokens"]))
        except (ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
            raise self._error("malformed", reason=_reason(error)) from error
        if not ended:
            raise self._error("broken")

    def _lines(self, response: http.client.HTTPResponse) -> Iterator[bytes]:
        deadline = time.monotonic() + _WHOLE * self.manner.patience
        while line := response.readline(_LINE + 1):
            if len(line) > _LINE:
                raise ValueError(f"a line of more than {_LINE} bytes")
            if time.monotonic() > deadline:
                raise TimeoutError
            yield line

    def _refused(self, response: http.client.HTTPResponse) -> ModelError:
        if response.status in _REDIRECTS:
            reason = f"→ {response.getheader('Location', '')}"
        else:
            raw = response.read(_LINE)
            try:
                reason = _complaint(json.loads(raw))
            except ValueError:
                reason = raw.decode("utf-8", "replace")
        short = " ".join(reason.split())[:_SHOWN] or response.reason
        key = "key" if response.status in (401, 403) else "status"
        return self._error(key, status=response.status, reason=short, model=self.address.model)

    def _error(self, key: str, **values: object) -> ModelError:
        return ModelError(say(f"ask.http-{key}", self.manner.lang, url=self.address.url, **values))


def _written(event: Mapping[str, Any]) -> Iterator[Written]:
    """Yield the tokens of one event, with their probabilities if the server tells them."""
    for choice in (event.get("choices") or [])[:1]:
        said = choice.get("delta") or choice.get("message") or {}
        text = said.get("content") or ""
        told = (choice.get("logprobs") or {}).get("content") or []
        if told and "".join(one["token"] for one in told) == text:
            yield from (_token(one) for one in told)
        elif text:
            yield Written(str(text), 1.0)


def _token(told: Mapping[str, Any]) -> Written:
    others = [(one["token"], _share(one)) for one in told.get("top_logprobs") or []]
    others = [other for other in others if other[0] != told["token"]]
    return Written(str(told["token"]), _share(told), tuple(others))


def _share(told: Mapping[str, Any]) -> float:
    return min(1.0, math.exp(float(told["logprob"])))


def _finished(event: Mapping[str, Any]) -> bool:
    choices = event.get("choices") or []
    return DONE in event or any(choice.get("finish_reason") for choice in choices)


def _complaint(event: Mapping[str, Any]) -> str:
    error = event.get("error", event.get("message", event))
    return str(error.get("message", error)) if isinstance(error, dict) else str(error)


def _reason(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error) or type(error).__name__
