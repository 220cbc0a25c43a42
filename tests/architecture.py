"""Knows what imports what: read from the source, for the tests that hold the design's arrows and for a drawing of them.

`python -m tests.architecture` prints the drawing.
"""

import ast
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Module:
    """One source file: its dotted name, its tree, and the modules it imports, ours and others'."""

    name: str
    path: Path
    tree: ast.Module
    lines: int
    imports: frozenset[str]

    @property
    def part(self) -> str:
        """The file or folder of `crawler/` or `pipelines/` that it belongs to."""
        return ".".join(self.name.split(".")[:2])


@cache
def modules() -> dict[str, Module]:
    """Every module of the program, by name."""
    paths = [path for top in ("crawler", "pipelines") for path in sorted((ROOT / top).rglob("*.py"))]
    names = {_name(path) for path in paths}
    return {module.name: module for module in (_read(path, names) for path in paths)}


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _read(path: Path, names: set[str]) -> Module:
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    imports = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imports |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            submodules = {f"{node.module}.{alias.name}" for alias in node.names}
            imports |= (submodules & names) or {node.module}
    return Module(_name(path), path, tree, source.count("\n"), frozenset(imports))


def arrows() -> dict[str, set[str]]:
    """Which part of the program imports which others."""
    found: dict[str, set[str]] = defaultdict(set)
    for module in modules().values():
        for imported in module.imports:
            target = modules().get(imported)
            if target is not None and target.part != module.part:
                found[module.part].add(target.part)
    return found


def drawing() -> str:
    """The parts, each below all that it imports, with the numbers of their files and lines."""
    told = arrows()
    parts = sorted({module.part for module in modules().values()})
    depth: dict[str, int] = {}

    def deep(part: str) -> int:
        if part not in depth:
            depth[part] = 1 + max((deep(target) for target in told.get(part, ())), default=0)
        return depth[part]

    rows = []
    for part in sorted(parts, key=lambda part: (deep(part), part)):
        own = [module for module in modules().values() if module.part == part]
        size = f"{len(own)} file{'s' * (len(own) > 1)}, {sum(module.lines for module in own)} lines"
        targets = ", ".join(sorted(told.get(part, ()))) or "nothing of ours"
        rows.append(f"{'  ' * (deep(part) - 1)}{part} ({size}) <- {targets}")
    total = sum(module.lines for module in modules().values())
    return "\n".join([*rows, f"{len(modules())} files, {total} lines in all"])


if __name__ == "__main__":
    print(drawing())
