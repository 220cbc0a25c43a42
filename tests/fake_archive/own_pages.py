"""Knows the pages in which the archive speaks for itself, in its turns of phrase (a client must match them loosely)."""

from tests.fake_archive.answers import Answer, page

RUNTIME_ERROR = "X-Archive-Wayback-Runtime-Error"
BLOCKED = "AdministrativeAccessControlException: Blocked Site Error"
BY_ROBOTS = "RobotAccessControlException: Blocked By Robots"


def not_archived() -> Answer:
    said = "<h2>Hrm.</h2>\n<p>The Wayback Machine has not archived that URL.</p>"
    return page(404, _framed("Wayback Machine", said), "NOT FOUND")


def excluded(form: str) -> Answer:
    """`page`: the 200 of 2020. `v1` and `v2`: a 403 that names its reason in a header, with and without a page."""
    said = "<h2>Sorry.</h2>\n<p>This URL has been excluded from the Wayback Machine.</p>"
    if form == "page":
        return page(200, _framed("Wayback Machine", said))
    text = _framed("Wayback Machine", said) if form == "v1" else ""
    return page(403, text, "FORBIDDEN", ((RUNTIME_ERROR, BLOCKED),))


def withheld_by_robots() -> Answer:
    said = "<h2>Sorry.</h2>\n<p>Page cannot be crawled or displayed due to robots.txt.</p>"
    return page(403, _framed("Wayback Machine", said), "FORBIDDEN", ((RUNTIME_ERROR, BY_ROBOTS),))


def too_many_requests(retry_after: int | None) -> Answer:
    said = "<h1>Too Many Requests</h1>\n<p>You have sent too many requests in a given amount of time.</p>"
    extra = () if retry_after is None else (("Retry-After", str(retry_after)),)
    return page(429, _framed("429 Too Many Requests", said), "Too Many Requests", extra)


def server_trouble(status: int, reason: str) -> Answer:
    return page(
        status,
        f"<html><head><title>{status} {reason}</title></head><body><h1>{status} {reason}</h1></body></html>",
        reason,
    )


def maintenance() -> Answer:
    said = "<h1>Temporarily Offline</h1>\n<p>Internet Archive services are temporarily offline.</p>"
    return page(200, _framed("Temporarily Offline", said))


def no_user_agent() -> Answer:
    return page(400, _framed("400 Bad Request", "<h1>400 Bad Request</h1>"), "BAD REQUEST")


def redirect_interstitial(target: str, status: int, source: str) -> Answer:
    """What a browser is shown of an archived redirect: a 200 without a memento-datetime."""
    said = (
        f'<p class="code">Got an HTTP {status} response at crawl time</p>\n<p class="code">Redirecting to...</p>\n'
        f'<p class="code shift target"><a href="{target}">{target}</a></p>\n'
        f'<p class="impatient"><a href="{target}">Impatient?</a></p>'
    )
    return page(200, _framed("Internet Archive Wayback Machine", said), None, (("x-archive-src", source),))


def _framed(title: str, said: str) -> str:
    return f'<!DOCTYPE html>\n<html lang="en">\n<head><title>{title}</title></head>\n<body>\n{said}\n</body>\n</html>\n'
