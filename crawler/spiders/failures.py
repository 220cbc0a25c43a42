"""Knows what a request that failed on its way tells: that the archive was not there, or sent more than any page has."""

from scrapy.exceptions import DownloadCancelledError
from scrapy.http import Request
from twisted.python.failure import Failure

from crawler.asks import too_large
from crawler.errors import Fault, Skip, Wait
from crawler.middlewares.archive_retry import OF_THE_LINE
from crawler.outcomes import Outcome


def trouble_of(failure: Failure, request: Request) -> Wait | Skip:
    """The trouble that a failed download means. Whatever else went wrong is a mistake of ours, and stops the crawl."""
    error = failure.value
    if isinstance(error, DownloadCancelledError):  # DOWNLOAD_MAXSIZE
        return too_large(request.meta["ask"])
    if isinstance(error, Fault) or not isinstance(error, OF_THE_LINE):
        raise Fault(f"{request.url}: {error!r}, which is a mistake of ours") from error
    return Wait(Outcome.ARCHIVE_DOWN, f"{request.url}: no answer ({error or type(error).__name__}); ask again later")
