"""Knows how tests put a question to the application itself, without a network: the status, the headers, the body."""

import asyncio
import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine

from pipelines.browsing.application import make_application


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def told(self) -> Any:
        return json.loads(self.body)


def ask(engine: Engine, address: str, host: str = "localhost", names: tuple[str, ...] = ("*",)) -> Answer:
    """The answer of the pages over a database to one GET."""
    path, _, question = address.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "server": ("127.0.0.1", 80),
        "path": path,
        "raw_path": path.encode(),
        "query_string": question.encode(),
        "root_path": "",
        "headers": [(b"host", host.encode())],
    }
    sent: list[dict[str, Any]] = []

    said = iter([{"type": "http.request", "body": b"", "more_body": False}])

    async def receive() -> dict[str, Any]:
        for message in said:
            return message
        return await asyncio.Future()  # who asked stays on the line

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(make_application(engine, names)(scope, receive, send))
    headers = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
    return Answer(sent[0]["status"], headers, b"".join(message.get("body", b"") for message in sent[1:]))
