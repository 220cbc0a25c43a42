"""The part of a page that is its policy: which subtree holds it, and what in it is furniture of the site."""
