"""Knows how the application is served: one process, a bounded number of connections, until it is told to end."""

import logging
from collections.abc import Callable
from typing import Any

import uvicorn

from crawler.errors import WrongCommand
from pipelines.browsing.application import LOCAL, make_application
from pipelines.database.opening_to_read import Database

_AT_ONCE = 200  # connections; more are told to come again
_IDLE_SECONDS = 15  # a connection that asks nothing is closed


def serve(engine: Database, host: str, port: int, started: Callable[[str], None]) -> None:
    """Answers until Ctrl-C. `started` is told the address once connections are taken."""
    names = LOCAL if host in ("127.0.0.1", "localhost", "::1") else ("*",)
    config = uvicorn.Config(
        make_application(engine, names),
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
        limit_concurrency=_AT_ONCE,
        timeout_keep_alive=_IDLE_SECONDS,
        h11_max_incomplete_event_size=16 * 1024,
    )
    logging.getLogger("uvicorn.error").addFilter(_say_ourselves)
    try:
        _Announcing(config, started).run()
    except SystemExit as refused:
        raise WrongCommand(
            f"nothing can listen on {host}:{port}: another program may, or the address is not of this machine; "
            "give another --port or --host"
        ) from refused


class _Announcing(uvicorn.Server):
    """Says where it listens, which with port 0 nobody knows before."""

    def __init__(self, config: uvicorn.Config, started: Callable[[str], None]) -> None:
        super().__init__(config)
        self._started = started

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        host, port = self.servers[0].sockets[0].getsockname()[:2]
        self._started(f"http://{f'[{host}]' if ':' in host else host}:{port}/")


def _say_ourselves(said: logging.LogRecord) -> bool:
    """That an address is taken becomes a message of ours."""
    return not isinstance(said.msg, OSError)
