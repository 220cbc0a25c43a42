"""Knows how a question that came over the network becomes an answer: as a page, as JSON, as a feed, or a refusal."""

import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from crawler.errors import Fault
from pipelines.browsing import templates
from pipelines.browsing.addresses import compare_address, domain_address, in_form
from pipelines.browsing.asking import DAY, DOMAIN, LINE, NEW, OLD, TIMESTAMP, NotThere, NotUnderstood, Parameter
from pipelines.browsing.feeds import feed
from pipelines.browsing.openapi import describe
from pipelines.browsing.page import Page
from pipelines.browsing.pages import PAGES
from pipelines.browsing.pages.changes import MOST as MOST_CHANGES
from pipelines.browsing.pages.version import published_form
from pipelines.browsing.telling import tell
from pipelines.database.opening_to_read import Database
from pipelines.database.questions.browsing_changes import Opening, changes_of, newest_changes
from pipelines.database.questions.domains import find_domain

Answering = Callable[[Request], Response]


def values(request: Request, parameters: tuple[Parameter, ...]) -> Mapping[str, Any]:
    """What was asked, each parameter by its name. Raises NotUnderstood and NotThere."""
    said = {**request.query_params, **request.path_params}
    return {one.name: one.value(said.get(one.name)) for one in parameters}


def as_page(engine: Database, page: Page) -> Answering:
    def answer(request: Request) -> Response:
        facts = page.answer(engine, **values(request, page.parameters))
        own = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        html = templates.show(page.template, facts=facts, own=own, json=in_form(own, "json"))
        return Response(html, media_type="text/html")

    return answer


def as_json(engine: Database, page: Page) -> Answering:
    def answer(request: Request) -> Response:
        facts = page.answer(engine, **values(request, page.parameters))
        return Response(tell(facts), media_type="application/json")

    return answer


def feed_of_all(engine: Database) -> Answering:
    def answer(request: Request) -> Response:
        changes = newest_changes(engine, MOST_CHANGES).openings
        return _feed(request, "Changes of privacy policies", "/changes", [(one, None) for one in changes])

    return answer


def feed_of_domain(engine: Database) -> Answering:
    def answer(request: Request) -> Response:
        domain = values(request, (DOMAIN,))["domain"]
        if find_domain(engine, domain) is None:
            raise NotThere(f"{domain} is not in the database")
        changes = changes_of(engine, domain, MOST_CHANGES)
        number = {(one.line, one.number): one.timestamp for one in changes}
        told = [(one, number.get((one.line, one.number - 1))) for one in changes]
        return _feed(request, f"{domain}: changes of its privacy policy", domain_address(domain), told)

    return answer


def _feed(request: Request, title: str, page: str, changes: list[tuple[Opening, str | None]]) -> Response:
    root = str(request.base_url).rstrip("/")
    told = feed(title, root + request.url.path, root + page, root, changes)
    return Response(told, media_type="application/atom+xml")


def document(engine: Database) -> Answering:
    """The words of a version as text, whatever their length."""

    def answer(request: Request) -> Response:
        return PlainTextResponse(published_form(engine, **values(request, (DOMAIN, TIMESTAMP, LINE))))

    return answer


def to_day(request: Request) -> Response:
    """From a form, whose fields cannot be part of a path, to the permanent address."""
    asked = values(request, (DOMAIN, LINE))
    day = (request.query_params.get("day") or "").strip()
    DAY.value(day)
    line = "" if asked["line"] == 1 else f"?line={asked['line']}"
    return RedirectResponse(f"/{asked['domain']}/on/{day}{line}", 303)


def to_comparison(request: Request) -> Response:
    asked = values(request, (DOMAIN, LINE))
    old, new = (one.value(request.query_params.get(one.name) or "") for one in (OLD, NEW))
    return RedirectResponse(compare_address(asked["domain"], old, new, asked["line"]), 303)


@cache
def _description() -> bytes:
    return json.dumps(describe(PAGES), indent=1).encode()


def description(_request: Request) -> Response:
    return Response(_description(), media_type="application/json")


def refuse(request: Request, status: int, message: str) -> Response:
    """A refusal in the form that was asked for."""
    if request.url.path.endswith(".json"):
        return Response(tell({"status": status, "error": message}), status, media_type="application/json")
    if request.url.path.endswith((".atom", ".md")):
        return PlainTextResponse(message, status)
    return Response(templates.show("trouble", status=status, message=message), status, media_type="text/html")


def on_trouble(request: Request, trouble: Exception) -> Response:
    if isinstance(trouble, NotUnderstood):
        return refuse(request, 400, str(trouble))
    if isinstance(trouble, NotThere):
        return refuse(request, 404, str(trouble))
    if isinstance(trouble, Fault):
        return refuse(request, 503, "the database cannot answer now; try again in a moment")
    status = getattr(trouble, "status_code", 500)
    refusal = refuse(request, status, str(getattr(trouble, "detail", "")) or "something went wrong on our side")
    refusal.headers.update(getattr(trouble, "headers", None) or {})  # of 405, what may be asked instead
    return refusal
