"""Knows how to let the scripts of an archived page run, on nothing but what the archive holds.

An option that nothing else depends on, at the edge: it starts a Chromium and speaks its DevTools protocol. The browser
has no network. It is told to use a proxy that is not there, loopback included, and to resolve no name; every request of
the page is stopped by DevTools and put to the caller, who answers it out of the archive, at the archive's pace, or
not at all. So the page runs at its own address of the time, and no request can leave for anywhere else.
"""

import asyncio
import base64
import itertools
import os
import shutil
import signal
import tempfile
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from crawler.errors import Fault, Skip, WrongCommand
from crawler.outcomes import Outcome

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
VIRTUAL_SECONDS = 20  # of the page's own clock, which stands still while it waits for an answer
MOST_SECONDS = 180  # of ours: sixty answers at the pace of the archive, twice over, and a script in a loop
STARTING_SECONDS = 20
MOST_REQUESTS = 60  # a shell asks for ten or twenty scripts and answers; each one costs of the archive's allowance
MAX_PAGE = 20 * 1024 * 1024
WITHOUT_WORDS = frozenset(("Image", "Media", "Font", "Stylesheet", "Ping", "Prefetch", "Other"))  # other: the icon
NOT_PASSED_ON = frozenset(("content-encoding", "content-length", "transfer-encoding", "connection", "link"))

NO_NETWORK = (
    "--proxy-server=http://127.0.0.1:1",
    "--proxy-bypass-list=<-loopback>",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-pings",
)
QUIET = ("--headless=new", "--disable-gpu", "--no-first-run", "--mute-audio", "--disable-extensions", "--incognito")
# Frames of other sites in one process: otherwise their requests would not pass by us, and fail.
ONE_PROCESS = ("--disable-site-isolation-trials", "--disable-features=IsolateOrigins,site-per-process")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the archive holds of an address: `body` as the page has it, all codings undone."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


Fetch = Callable[[str], Awaitable[Answer | None]]


def find_chromium() -> str | None:
    """The Chromium on PATH, if there is one."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


async def render(url: str, fetch: Fetch, chromium: str, pages_are_ours: bool = False) -> str:
    """The HTML of a page after its scripts ran. `fetch` answers for the archive; None is a failed request.

    Chromium has no sandbox for root, and scripts of strangers are not run without one, unless the pages are ours."""
    if os.geteuid() == 0 and not pages_are_ours:
        raise WrongCommand(
            "RENDER=1 runs scripts of strangers in Chromium, which has no sandbox for root: use another user"
        )
    with tempfile.TemporaryDirectory(prefix="palimpsest-", ignore_cleanup_errors=True) as folder:
        sandbox = ("--no-sandbox",) if os.geteuid() == 0 else ()
        arguments = (
            *QUIET,
            *NO_NETWORK,
            *ONE_PROCESS,
            *sandbox,
            f"--user-data-dir={folder}",
            "--remote-debugging-port=0",
        )
        browser = await asyncio.create_subprocess_exec(
            chromium,
            *arguments,
            "about:blank",
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,  # so that its own children can be ended with it
        )
        try:
            port = await _read_port(Path(folder) / "DevToolsActivePort", browser)
            async with asyncio.timeout(MOST_SECONDS), aiohttp.ClientSession() as session:
                return await _render(session, port, url, fetch)
        except TimeoutError as error:
            raise Skip(
                Outcome.TOO_SLOW, f"the scripts of {url} ran for more than {MOST_SECONDS} s; not rendered"
            ) from error
        finally:
            with suppress(ProcessLookupError):
                os.killpg(browser.pid, signal.SIGKILL)
            await browser.wait()


async def _read_port(path: Path, browser: asyncio.subprocess.Process) -> int:
    for _ in range(STARTING_SECONDS * 20):
        with suppress(OSError, ValueError, IndexError):
            return int(path.read_text().splitlines()[0])
        if browser.returncode is not None:
            break
        await asyncio.sleep(0.05)
    raise Fault(
        f"Chromium did not start within {STARTING_SECONDS} s (exit status {browser.returncode}); try it by hand"
    )


async def _render(session: aiohttp.ClientSession, port: int, url: str, fetch: Fetch) -> str:
    async with session.get(f"http://127.0.0.1:{port}/json/list") as answer:
        targets = await answer.json(content_type=None)
    address = next(target["webSocketDebuggerUrl"] for target in targets if target["type"] == "page")
    async with session.ws_connect(address, max_msg_size=4 * MAX_PAGE) as socket:
        tab = _Tab(socket, fetch)
        tab.start(tab.listen())
        reading = asyncio.create_task(tab.read(url))
        try:
            either: set[asyncio.Future[Any]] = {reading, tab.failed}
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            if tab.failed.done():
                tab.failed.result()
            return reading.result()
        finally:
            work = {reading, *tab.tasks}
            for task in work:
                task.cancel()
            await asyncio.gather(*work, return_exceptions=True)


class _Tab:
    """One tab of the browser: sends it commands, answers its requests. `failed` ends with the first trouble."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, fetch: Fetch) -> None:
        self.tasks: set[asyncio.Task[None]] = set()
        self.failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._socket = socket
        self._fetch = fetch
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._asked = 0
        self._done = asyncio.Event()

    async def read(self, url: str) -> str:
        """Open a page, let its clock run down, and return what it is then."""
        await self._send("Fetch.enable", patterns=[{"urlPattern": "*"}])
        await self._send("Page.enable")
        await self._send("Network.enable")
        await self._send("Network.setBypassServiceWorker", bypass=True)
        opened = await self._send("Page.navigate", url=url)
        if "errorText" in opened:
            raise Skip(Outcome.UNPLAYABLE, f"expected {url} from the archive to render it, came {opened['errorText']}")
        await self._send(
            "Emulation.setVirtualTimePolicy", policy="pauseIfNetworkFetchesPending", budget=VIRTUAL_SECONDS * 1000
        )
        await self._done.wait()
        told = await self._send("Runtime.evaluate", expression="document.documentElement.outerHTML", returnByValue=True)
        html = told.get("result", {}).get("value") or ""
        if len(html) > MAX_PAGE:
            raise Skip(
                Outcome.TOO_LARGE, f"{url} is more than a page can be after its scripts ran: {len(html):,} characters"
            )
        return f"<!DOCTYPE html>{html}"

    async def listen(self) -> None:
        """Take what the browser says, until it is gone."""
        async for message in self._socket:
            told = message.json()
            if "id" in told:
                waiting = self._waiting.pop(told["id"], None)
                if waiting and not waiting.done():
                    waiting.set_result(told.get("result", {}))
            elif told["method"] == "Fetch.requestPaused":
                self.start(self._answer(told["params"]))
            elif told["method"] == "Page.javascriptDialogOpening":
                self.start(self._close_dialog())
            elif told["method"] == "Emulation.virtualTimeBudgetExpired":
                self._done.set()
        raise Fault("Chromium ended while it rendered a page; the same command tries again")

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something beside the rest, and end the rest where it fails."""
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self._end)

    def _end(self, task: asyncio.Task[None]) -> None:
        self.tasks.discard(task)
        if not task.cancelled() and (trouble := task.exception()) and not self.failed.done():
            self.failed.set_exception(trouble)

    async def _answer(self, paused: dict[str, Any]) -> None:
        """Answer one request of the page out of the archive, or let it fail."""
        request = paused["request"]
        is_for_archive = request["method"] == "GET" and request["url"].startswith(("http://", "https://"))
        answer = None
        if is_for_archive and paused.get("resourceType") not in WITHOUT_WORDS and self._asked < MOST_REQUESTS:
            self._asked += 1
            answer = await self._fetch(request["url"].partition("#")[0])
        if answer is None:
            await self._send("Fetch.failRequest", requestId=paused["requestId"], errorReason="BlockedByClient")
            return
        await self._send(
            "Fetch.fulfillRequest",
            requestId=paused["requestId"],
            responseCode=answer.status,
            responseHeaders=[
                {"name": name, "value": value} for name, value in answer.headers if name.lower() not in NOT_PASSED_ON
            ],
            body=base64.b64encode(answer.body).decode(),
        )

    async def _close_dialog(self) -> None:
        await self._send("Page.handleJavaScriptDialog", accept=False)

    async def _send(self, method: str, **parameters: Any) -> dict[str, Any]:
        number = next(self._numbers)
        self._waiting[number] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": number, "method": method, "params": parameters})
        return await self._waiting[number]
