"""Knows how the project is wired: what runs in which order and at what pace, each with its reason.

The settings of our own come first; docs/settings.md explains each. Pipelines are named as strings: the crawler imports
nothing of theirs.
"""

import os

from crawler import VERSION

# Ours: give any of them with -s NAME=VALUE, or in the environment.
DATABASE_URL = os.environ.get("DATABASE_URL", "sqlite:///data/palimpsest.db")
ARCHIVE = os.environ.get("ARCHIVE", "wayback")
ARCHIVE_URL = os.environ.get("ARCHIVE_URL", "https://web.archive.org")
CONTACT = os.environ.get("CONTACT", "")
INDEX_PER_MINUTE = os.environ.get("INDEX_PER_MINUTE", "")  # empty: 24 to a real archive, unpaced on loopback
REPLAY_PER_SECOND = os.environ.get("REPLAY_PER_SECOND", "")  # empty: 8 to a real archive, unpaced on loopback
READING = os.environ.get("READING", "faithful")
RENDER = os.environ.get("RENDER", "0")

BOT_NAME = "palimpsest"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"
COMMANDS_MODULE = "crawler.commands"

MEMORY = "pipelines.database.memory.DatabaseMemory"
CLOCK = "crawler.middlewares.clock.SteadyClock"

USER_AGENT = f"palimpsest/{VERSION} (history of privacy policies)"  # the spider adds CONTACT: whoever runs it answers
ROBOTSTXT_OBEY = False  # robots.txt of the archive's own host says nothing of its services (sheet 3.3)

# The archive is asked in its own way: what Scrapy would do by itself is wrong for it (sheet 7).
DOWNLOADER_MIDDLEWARES = {
    "crawler.middlewares.only_the_archive.OnlyTheArchive": 100,  # before anything else can send it
    "crawler.middlewares.render_shells.RenderShells": 540,  # only whole answers, after the last try
    "crawler.middlewares.archive_retry.ArchiveRetry": 550,  # sees what archive_moment heard
    "crawler.middlewares.lanes.Lanes": 555,  # before the pace: who takes a turn has a connection to go by
    "crawler.middlewares.pace.Pace": 560,  # charges every try, retries too
    "crawler.middlewares.archive_moment.ArchiveMoment": 570,  # first to see an answer
    "crawler.middlewares.index_cookie.IndexCookie": 580,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # only_the_archive knows better
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,  # would retry what the past answered
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,  # would follow a live address off the archive
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,  # archived pages refresh to live ones
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,  # breaks on the codings of 2.7
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
}
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,  # nobody asks which requests were the first
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,  # the archive needs no referrer
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,  # archived addresses may be long
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,  # a status of the past is an answer
}
ITEM_PIPELINES = {
    "pipelines.stages.Dedupe": 100,
    "pipelines.stages.Storing": 200,
}
EXTENSIONS = {
    "crawler.extensions.stop_on_loss.StopOnLoss": 0,
    "crawler.extensions.progress.Progress": 10,
    "pipelines.run_book.RunBook": 20,
    "crawler.extensions.long_lived.LongLived": 30,  # once all others are there
    "scrapy.extensions.telnet.TelnetConsole": None,
    "scrapy.extensions.logstats.LogStats": None,  # progress says more
}
DOWNLOADER_STATS = False  # writes every request and answer out once more, to know how long they are
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False  # a server that runs what it is sent (2.19): not in a batch job
COMPRESSION_ENABLED = False
COOKIES_ENABLED = False  # the index has a cookie of its own, see index_cookie
DEFAULT_REQUEST_HEADERS = {"Accept": "*/*", "Accept-Encoding": "gzip"}
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOAD_TIMEOUT = 90  # a cold index query was seen to take 25 s to its first byte (sheet 1.11)
DOWNLOAD_MAXSIZE = 32 * 1024 * 1024  # a longer answer is no policy; an index page of 10,000 rows has 2 MB
DOWNLOAD_WARNSIZE = 0

# Few connections, kept alive: opening many is punished by itself (sheet 3.1). What Scrapy has to know of them the
# spider tells it (lanes.py). The delays of their slots are next to nothing, because the pace holds requests back, but
# never zero: Scrapy from 2.14 on ignores a slot's concurrency at delay 0 (sheet 7.1).
INDEX_CONNECTIONS = 1
REPLAY_CONNECTIONS = 6
CONCURRENT_ITEMS = 2  # of one answer: what it tells waits for the database, what it asks does not; each is a task
DOWNLOAD_DELAY_JITTER = 0

LOG_LEVEL = "INFO"
LOG_FORMAT = "%(asctime)s %(levelname)s %(message)s"
LOG_DATEFORMAT = "%H:%M:%S"
LOG_SCRAPED_ITEMS = False
