"""Shells rendered on loopback by a real Chromium, out of a dictionary that stands for the archive."""

import asyncio
import os
import socket
import threading

import pytest

from crawler.errors import Skip, Wait, WrongCommand
from crawler.outcomes import Outcome
from crawler.reading import rendering
from crawler.reading.rendering import Answer, find_chromium, render

CHROMIUM = find_chromium()
PAGE = "http://shop.example/privacy"
SHELL = (
    '<html><head><title>Privacy</title></head><body><div id="root"></div><script src="/a.js"></script></body></html>'
)
FILLS = "document.getElementById('root').innerHTML = '<p>We keep nothing, says ' + location.host + '.</p>'"
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on PATH (apt-get install chromium)")


class Archive:
    """Holds what it is given, and remembers what it was asked for."""

    def __init__(self, **texts):
        self.texts = {PAGE: SHELL, **texts}
        self.asked = []

    async def fetch(self, url):
        self.asked.append(url)
        text = self.texts.get(url)
        if isinstance(text, Exception):
            raise text
        kind = "text/javascript" if url.endswith(".js") else "text/html"
        return None if text is None else Answer(200, (("Content-Type", kind),), text.encode())


def rendered(archive, url=PAGE):
    return asyncio.run(render(url, archive.fetch, CHROMIUM, pages_are_ours=True))


def holding(script, **more):
    return Archive(**{"http://shop.example/a.js": script, **more})


class Trap:
    """Listens on loopback, TCP and UDP, and counts who comes."""

    def __enter__(self):
        self.caught = []
        self.tcp = socket.create_server(("127.0.0.1", 0))
        self.port = self.tcp.getsockname()[1]
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.bind(("127.0.0.1", self.port))
        self.threads = [threading.Thread(target=self._accept), threading.Thread(target=self._receive)]
        for thread in self.threads:
            thread.start()
        return self

    def _accept(self):
        while True:
            connection, _ = self.tcp.accept()
            said = connection.recv(200)
            connection.close()
            if said == b"end":
                return
            self.caught.append(said)

    def _receive(self):
        while (said := self.udp.recv(200)) != b"end":
            self.caught.append(said)

    def __exit__(self, *_):
        with socket.create_connection(("127.0.0.1", self.port)) as connection:
            connection.sendall(b"end")
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            sender.sendto(b"end", ("127.0.0.1", self.port))
        for thread in self.threads:
            thread.join()
        self.tcp.close()
        self.udp.close()


@needs_chromium
def test_a_page_is_what_its_scripts_make_of_it():
    assert "<p>We keep nothing, says shop.example.</p>" in rendered(holding(FILLS))


@needs_chromium
def test_scripts_may_ask_the_archive_for_more_and_wait_for_it():
    script = (
        "setTimeout(async () => { const said = await (await fetch('/p.txt')).text(); document.title = said }, 9000)"
    )
    archive = holding(script, **{"http://shop.example/p.txt": "Nothing is sold."})
    assert "<title>Nothing is sold.</title>" in rendered(archive)


@needs_chromium
def test_what_the_archive_does_not_hold_fails_as_it_would_on_the_web():
    script = "fetch('http://other.example/x').catch(() => { document.title = 'failed' })"
    assert "<title>failed</title>" in rendered(holding(script))


@needs_chromium
def test_pictures_and_styles_are_not_asked_for():
    archive = holding("document.body.innerHTML = '<img src=/a.png><link rel=stylesheet href=/a.css>'")
    rendered(archive)
    assert archive.asked == [PAGE, "http://shop.example/a.js"]


@needs_chromium
def test_a_page_that_asks_without_end_is_answered_so_many_times_only():
    archive = holding("for (let n = 0; n < 200; n++) fetch('/' + n)")
    rendered(archive)
    assert len(archive.asked) == rendering.MOST_REQUESTS


@needs_chromium
def test_a_dialog_holds_nothing_up():
    assert "<title>after</title>" in rendered(holding("alert('Cookies?'); document.title = 'after'"))


@needs_chromium
def test_no_request_of_a_page_leaves_for_anywhere_but_the_archive():
    with Trap() as trap:
        there = f"127.0.0.1:{trap.port}"
        script = f"""
        for (const host of ['{there}', 'localhost:{trap.port}', '[::ffff:127.0.0.1]:{trap.port}']) {{
            fetch('http://' + host + '/fetch').catch(() => 0);
            fetch('http://' + host + '/post', {{method: 'POST', mode: 'no-cors', body: 'x'}}).catch(() => 0);
            navigator.sendBeacon('http://' + host + '/beacon', 'x');
            new Image().src = 'http://' + host + '/image';
            new WebSocket('ws://' + host + '/socket');
            new EventSource('http://' + host + '/events');
            window.open('http://' + host + '/window');
            const work = `fetch('http://${{host}}/worker'); new WebSocket('ws://${{host}}/w')`;
            new Worker(URL.createObjectURL(new Blob([work])));
            document.body.insertAdjacentHTML('beforeend', `<iframe src="http://${{host}}/frame"></iframe>
                <iframe srcdoc="<script>fetch('http://${{host}}/within')</scr` + `ipt>"></iframe>
                <link rel="preconnect" href="http://${{host}}"><link rel="prefetch" href="http://${{host}}/p">`);
            const call = new RTCPeerConnection({{iceServers: [{{urls: 'stun:' + host}}]}});
            call.createDataChannel('x');
            call.createOffer().then(offer => call.setLocalDescription(offer));
        }}
        setTimeout(() => {{ document.title = 'tried' }}, 5000);
        """
        html = rendered(holding(script))
        assert "<title>tried</title>" in html
        assert trap.caught == []


@needs_chromium
def test_a_page_that_the_archive_does_not_hold_is_unplayable():
    with pytest.raises(Skip) as raised:
        rendered(Archive(), "http://shop.example/elsewhere")
    assert raised.value.outcome is Outcome.UNPLAYABLE


@needs_chromium
def test_trouble_of_the_archive_ends_the_rendering():
    with pytest.raises(Wait):
        rendered(holding(Wait(Outcome.ARCHIVE_DOWN, "the archive does not answer")))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root is refused")
def test_root_does_not_run_scripts_of_strangers():
    with pytest.raises(WrongCommand):
        asyncio.run(render(PAGE, Archive().fetch, "chromium"))
