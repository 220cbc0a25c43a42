"""From a domain name to a clean document: everything that asks the archive and reads what it answers."""

VERSION = "0.1.0"
