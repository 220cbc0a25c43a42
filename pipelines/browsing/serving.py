"""Knows how the application is served: one process, a bounded number of connections, until it is told to end."""

import logging
from collections.abc import Callable

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
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)  # that a port is taken, we say ourselves
    try:
        listening = config.bind_socket()
    except SystemExit as refused:
        raise WrongCommand(
            f"nothing can listen on {host}:{port}: another program may, or the address is not of this machine; "
            "give another --port or --host"
        ) from refused
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    shown = f"[{host}]" if ":" in host else host
    started(f"http://{shown}:{listening.getsockname()[1]}/")
    uvicorn.Server(config).run(sockets=[listening])
