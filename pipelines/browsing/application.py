"""Knows the application: which address is answered by what, and the headers that every answer carries."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import anyio.to_thread
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from crawler.errors import Fault
from pipelines.browsing import answering
from pipelines.browsing.addresses import in_form
from pipelines.browsing.asking import NotThere, NotUnderstood
from pipelines.browsing.pages import PAGES
from pipelines.database.opening_to_read import CONNECTIONS, Database

_ASSETS = Path(__file__).parent / "assets"

# Nothing is loaded from elsewhere, nothing that stands in a page runs, and no other page may frame ours or be sent to.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
LOCAL = ("127.0.0.1", "localhost", "[::1]")


class _WithHeaders:
    """Outside everything else, so that errors carry them too."""

    def __init__(self, inner: ASGIApp) -> None:
        self._inner = inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
            await send(message)

        await self._inner(scope, receive, send_with_headers)


def make_application(engine: Database, names: Sequence[str] = ("*",)) -> ASGIApp:
    """Everything, over a database that is only read. `names` are the hosts it answers as: one that listens on loopback
    knows its own, so that a page elsewhere cannot reach it under a name it made up."""
    troubles = (NotUnderstood, NotThere, Fault, HTTPException, Exception)
    application = Starlette(
        routes=_routes(engine),
        exception_handlers=dict.fromkeys(troubles, answering.on_trouble),
        lifespan=_bounded,
    )
    application.add_middleware(TrustedHostMiddleware, allowed_hosts=list(names), www_redirect=False)
    return _WithHeaders(application)


@asynccontextmanager
async def _bounded(_application: Starlette) -> AsyncIterator[None]:
    """No more questions at once than there are connections: the others wait, and nothing runs out."""
    anyio.to_thread.current_default_thread_limiter().total_tokens = CONNECTIONS
    yield


def _routes(engine: Database) -> list[Route]:
    """Forms with an ending of their own come first: an address without one would take them for a name."""
    routes = [Route(f"/{name}", _asset(name)) for name in sorted(path.name for path in _ASSETS.iterdir())]
    routes.append(Route("/favicon.ico", _asset("icon.svg")))  # browsers ask for it where no page names another
    routes += [Route("/openapi.json", answering.description), Route("/changes.atom", answering.feed_of_all(engine))]
    routes += [Route(in_form(page.path, "json"), answering.as_json(engine, page)) for page in PAGES]
    routes += [
        Route("/{domain}/changes.atom", answering.feed_of_domain(engine)),
        Route("/{domain}/at/{timestamp}.md", answering.document(engine)),
        Route("/{domain}/on", answering.to_day),
        Route("/{domain}/compare", answering.to_comparison),
    ]
    return routes + [Route(page.path, answering.as_page(engine, page)) for page in PAGES]


def _asset(name: str) -> answering.Answering:
    def answer(_request: Request) -> Response:
        return FileResponse(_ASSETS / name, headers={"Cache-Control": "max-age=3600"})

    return answer
