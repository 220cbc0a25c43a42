"""What on a page belongs to the site and not to its policy: one rule a file, in the order that rules.py lists."""
