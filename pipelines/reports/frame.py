"""Knows the frame of every page we make to be looked at: one file, light and dark, printable, and mute to the network.

The policy in its head forbids the browser any request whatever, so that a page cannot tell anyone that it was opened,
even if a title from somebody's site found a way into it.
"""

from html import escape

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

# Names of colours are jobs, not hues. Contrast with the paper is at least 4.5 for what is read, 3 for what is seen.
_STYLE = """
:root { color-scheme: light dark;
  --paper: #fdfcf9; --raised: #f4f1ea; --ink: #1f1d1a; --soft: #5f5a52; --rule: #ddd7cb; --accent: #0b5e7d;
  --added: #0a5c2d; --added-paper: #dff3e4; --removed: #96231b; --removed-paper: #fbe5e1; --moved: #6a4a00;
  --moved-paper: #fbf0d0; }
@media (prefers-color-scheme: dark) { :root {
  --paper: #16181b; --raised: #202327; --ink: #ece8e1; --soft: #a8a297; --rule: #3a3d42; --accent: #6cc3e0;
  --added: #8fdcaa; --added-paper: #14351f; --removed: #f5a79f; --removed-paper: #43201c; --moved: #ecc96b;
  --moved-paper: #3a300f; } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", "Liberation Sans", "DejaVu Sans", sans-serif; }
main { max-width: 62rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .3rem; overflow-wrap: anywhere; }
h2 { font-size: 1.2rem; line-height: 1.3; margin: 2.6rem 0 .4rem; }
p { margin: .4rem 0; max-width: 46rem; }
a { color: var(--accent); }
.soft { color: var(--soft); }
@media print { :root { color-scheme: light;
  --paper: #fff; --raised: #f6f6f4; --ink: #000; --soft: #444; --rule: #bbb; --accent: #063c52; --added: #00431c;
  --added-paper: #e4f4e8; --removed: #7c140d; --removed-paper: #fce8e5; --moved: #513800; --moved-paper: #fdf4da; }
  main { max-width: none; padding: 0; } h2 { break-after: avoid; } }
"""


def whole_page(title: str, style: str, body: str) -> str:
    """The page with this title, its own style after that of the frame, and its body, which is HTML already."""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}{style}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )
