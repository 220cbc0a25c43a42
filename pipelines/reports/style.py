"""Knows how a report looks: colours by job for light, dark and paper, and what gives way on a narrow page."""

# Had and between are one hue, dark and light; what is missing is grey; what was lost or withheld has hues of its own,
# which differ in lightness too, so that they are told apart without colour.
STYLE = """
:root {
  --had: #0b5e7d; --between: #8cc3d6; --nothing: #e4dfd4; --unread: #b4532a; --kept-back: #4a4239; --again: #e0b43c; }
@media (prefers-color-scheme: dark) { :root {
  --had: #5cb8d8; --between: #3b7f99; --nothing: #2c2f34; --unread: #d9794c; --kept-back: #b9b0a3; --again: #e6c45c; } }
@media print { :root {
  --had: #0b5e7d; --between: #8cc3d6; --nothing: #e4dfd4; --unread: #b4532a; --kept-back: #4a4239; --again: #e0b43c; }
  .had, .between, .nothing, .unread, .kept-back, .again, .swatch, td.bar span {
    print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  section, tr { break-inside: avoid; } }
h3 { font-size: 1rem; margin: 1.4rem 0 .5rem; }
.figures { list-style: none; padding: 0; margin: 1rem 0 0; display: flex; flex-wrap: wrap; gap: .6rem 1.8rem; }
.figures b { display: block; font-size: 1.5rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.figures li { color: var(--soft); max-width: 11rem; line-height: 1.3; } .figures b { color: var(--ink); }
.legend { list-style: none; padding: 0; margin: .6rem 0; display: flex; flex-wrap: wrap; gap: .2rem 1.2rem;
  font-size: .9rem; }
.swatch { display: inline-block; width: .85rem; height: .85rem; margin-right: .45rem; vertical-align: -.1rem;
  border-radius: 2px; }
.had { fill: var(--had); background: var(--had); }
.between { fill: var(--between); background: var(--between); }
.nothing { fill: var(--nothing); background: var(--nothing); }
.unread { fill: var(--unread); background: var(--unread); }
.kept-back { fill: var(--kept-back); background: var(--kept-back); }
.again { fill: var(--again); background: var(--again); }
.figure { display: block; width: 100%; height: auto; margin: .4rem 0; max-width: 60rem; overflow: visible; }
.figure text { fill: var(--ink); font-size: 12px; } .figure .soft { fill: var(--soft); }
.figure .end { text-anchor: end; } .figure .middle { text-anchor: middle; }
.rule { stroke: var(--rule); stroke-width: 1; }
.band { fill: var(--between); opacity: .45; } .median { fill: none; stroke: var(--had); stroke-width: 2; }
.dot { fill: var(--had); stroke: var(--paper); stroke-width: 1; }
.narrow { display: none; }
table { border-collapse: collapse; width: 100%; font-size: .95rem; margin: .5rem 0; }
th, td { text-align: left; padding: .4rem .8rem .4rem 0; vertical-align: top; border-bottom: 1px solid var(--rule);
  overflow-wrap: anywhere; }
thead th { color: var(--soft); font-weight: normal; font-size: .85rem; }
tbody th { font-weight: 600; } th small { display: block; font-weight: normal; color: var(--soft); line-height: 1.35; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.bars th[scope=row] { width: 46%; } .bars .number { width: 5.5rem; } td.bar { padding-right: 0; }
td.bar span { display: block; height: .9rem; margin-top: .25rem; background: var(--had); border-radius: 2px; }
.rows td:nth-child(n+3), .rows td:first-child { white-space: nowrap; }
@media (max-width: 600px) {
  .wide { display: none; } .narrow { display: block; }
  .bars tr { display: grid; grid-template-columns: 1fr auto; padding: .4rem 0; border-bottom: 1px solid var(--rule); }
  .bars th[scope=row], .bars .number { width: auto; } .bars th, .bars td { border: 0; padding: 0 0 .1rem; }
  td.bar { grid-column: 1 / -1; } .bars thead th:last-child { display: none; }
  .rows thead { display: none; } .rows tr { display: block; padding: .5rem 0; border-bottom: 1px solid var(--rule); }
  .rows td { display: flex; gap: .8rem; padding: .1rem 0; border: 0; text-align: left; white-space: normal; }
  .rows td::before { content: attr(data-name); color: var(--soft); flex: 0 0 6.2rem; font-size: .85rem; } }
"""
