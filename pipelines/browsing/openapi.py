"""Knows how the addresses for programs are described: an OpenAPI document, made from the pages themselves."""

from collections.abc import Sequence
from typing import Any

from crawler import VERSION
from pipelines.browsing.addresses import in_form
from pipelines.browsing.asking import DOMAIN, LINE, TIMESTAMP, Parameter
from pipelines.browsing.page import Page
from pipelines.browsing.telling import schema_of

_ABOUT = (
    "What `scrapy browse` shows, for programs. Every page has its JSON under its own address with `.json`; the "
    "database is only ever read. Moments are in UTC."
)
_TROUBLES = {
    "400": "a parameter is not what it must be",
    "404": "that is not in the database",
    "503": "the database cannot answer now",
}


def describe(pages: Sequence[Page]) -> dict[str, Any]:
    """The whole document."""
    schemas: dict[str, Any] = {
        "Trouble": {
            "type": "object",
            "description": "Why there is no answer, and what to ask instead.",
            "properties": {"status": {"type": "integer"}, "error": {"type": "string"}},
            "required": ["status", "error"],
        }
    }
    paths = {in_form(page.path, "json"): {"get": _of_page(page, schemas)} for page in pages}
    paths["/changes.atom"] = {"get": _of_text("changesFeed", "Changes of all domains, as Atom.", "atom", ())}
    paths["/{domain}/changes.atom"] = {"get": _of_text("feed", "Changes of one domain, as Atom.", "atom", (DOMAIN,))}
    paths["/{domain}/at/{timestamp}.md"] = {
        "get": _of_text("document", "The document in the published form.", "text", (DOMAIN, TIMESTAMP, LINE))
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Palimpsest", "version": VERSION, "description": _ABOUT, "license": {"name": "MIT"}},
        "paths": paths,
        "components": {"schemas": schemas},
    }


def _of_page(page: Page, schemas: dict[str, Any]) -> dict[str, Any]:
    told = {"application/json": {"schema": schema_of(page.facts, schemas)}}
    trouble = {"application/json": {"schema": {"$ref": "#/components/schemas/Trouble"}}}
    return _operation(page.template, page.about, page.parameters, told, trouble)


def _of_text(name: str, about: str, form: str, parameters: tuple[Parameter, ...]) -> dict[str, Any]:
    media = {"atom": "application/atom+xml", "text": "text/plain"}[form]
    told = {media: {"schema": {"type": "string"}}}
    return _operation(name, about, parameters, told, {"text/plain": {"schema": {"type": "string"}}})


def _operation(
    name: str, about: str, parameters: Sequence[Parameter], content: dict[str, Any], trouble: dict[str, Any]
) -> dict[str, Any]:
    return {
        "operationId": name,
        "summary": about,
        "parameters": [_parameter(one) for one in parameters],
        "responses": {"200": {"description": about, "content": content}}
        | {status: {"description": why, "content": trouble} for status, why in _TROUBLES.items()},
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    schema = dict(parameter.schema)
    if isinstance(parameter.missing, int | str) and parameter.missing != "":
        schema["default"] = parameter.missing
    return {
        "name": parameter.name,
        "in": "path" if parameter.in_path else "query",
        "required": parameter.in_path,
        "description": parameter.about,
        "schema": schema,
    }
