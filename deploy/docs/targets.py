#!/usr/bin/env python3
"""Draws which target imports which, from Package.swift.

    python3 deploy/docs/targets.py            writes the picture
    python3 deploy/docs/targets.py --check    fails if the picture, or the README's table of targets, is not of Package.swift,
                                              or if a pure target imports more than it may

An import that follows from others is not drawn. Below each name stand the packages that the target itself imports.
"""
import glob
import html
import json
import re
import subprocess
import sys

# They compute from values alone: no Foundation, no system, no logger.
PURE = ["CanonicalJSON", "CivilTime", "EventFormat", "TransparencyLog", "Interchange", "Office", "Views", "Wording",
        "Markup", "Charts", "Documents", "RegionFeed"]
# What else they may import: packages of data structures, and in one file a lock, behind which versions of a table share an index
# whose answers do not depend on what the others added.
STRUCTURES = ("HashTreeCollections", "HeapModule")
LOCKED = ("Sources/Office/Tables/IDIndex.swift", "Synchronization")
PICTURE = "Sources/LabServer/LabServer.docc/Resources/targets.svg"
ROW, GAP, HEIGHT, MARGIN = 84, 18, 40, 12

STYLE = """
    text { font: 13px system-ui, sans-serif; text-anchor: middle; fill: #1d1d1f }
    .small { font-size: 10.5px; fill: #5f5f66 }
    rect { fill: #f5f5f7; stroke: #8e8e93; rx: 6 }
    .program { fill: #dcebfb; stroke: #3b77b5 }
    path { fill: none; stroke: #8e8e93; stroke-width: 1.2 }
    @media (prefers-color-scheme: dark) {
      text { fill: #f5f5f7 } .small { fill: #b0b0b6 }
      rect { fill: #2c2c2e; stroke: #7c7c82 } .program { fill: #17375a; stroke: #5f9ad6 }
      path { stroke: #7c7c82 }
    }
"""


def targets():
    """Returns each target that is not of the tests: its kind, the targets and the packages that it imports."""
    package = json.loads(subprocess.run(
        ["swift", "package", "dump-package"], check=True, capture_output=True, text=True).stdout)
    described = {t["name"]: t for t in package["targets"]}
    own = {n for n, t in described.items() if t["type"] != "test" and not (t.get("path") or "").startswith("Tests/")}
    result = {}
    for name in sorted(own):
        imports, packages = set(), []
        for dependency in described[name]["dependencies"]:
            other, package, *_ = next(iter(dependency.values()))
            if other in own:
                imports.add(other)
            else:
                packages.append(package if "product" in dependency else other)
        result[name] = (described[name]["type"], imports, list(dict.fromkeys(packages)))
    return result


def needed(imports):
    """Returns the imports that do not follow from others, and all that each target imports in the end."""
    reached = {}

    def reach(name):
        if name not in reached:
            reached[name] = set(imports[name]).union(*(reach(other) for other in imports[name]))
        return reached[name]

    for name in imports:
        reach(name)
    return {name: {other for other in imports[name] if not any(other in reached[via] for via in imports[name])}
            for name in imports}, reached


def layers(edges):
    """Returns the rows from the top down, each a list of nodes; an import over several rows has a node in each between."""
    depth = {}

    def measure(name):
        if name not in depth:
            depth[name] = 1 + max((measure(other) for other in edges[name]), default=-1)
        return depth[name]

    for name in edges:
        measure(name)
    top = max(depth.values())
    # What nothing holds up stands right above what it imports.
    rows = [[] for _ in range(top + 1)]
    links = []
    for name in sorted(edges):
        rows[top - depth[name]].append(name)
    for name in sorted(edges):
        for other in sorted(edges[name]):
            above = name
            for level in range(depth[name] - 1, depth[other], -1):
                between = (name, other, level)
                rows[top - level].append(between)
                links.append((above, between))
                above = between
            links.append((above, other))
    return rows, links


def width(node, drawn):
    if isinstance(node, tuple):
        return 8
    return max(76, 24 + 7.6 * len(node), 16 + 5.9 * len(", ".join(drawn[node][2])))


def place(rows, links, drawn):
    """Returns the middle of each node: rows are ordered by their neighbours, then drawn to them as far as there is space."""
    near = {node: [] for row in rows for node in row}
    for upper, lower in links:
        near[upper].append(lower)
        near[lower].append(upper)
    x = {node: index * 100.0 for row in rows for index, node in enumerate(row)}
    for step in range(200):
        for row in (rows if step % 2 else reversed(rows)):
            wanted = {node: sum(x[n] for n in near[node]) / len(near[node]) if near[node] else x[node] for node in row}
            if step < 120:
                row.sort(key=lambda node: (wanted[node], str(node)))
            # Each as near to its neighbours as the others of its row let it: pushed right, then back as a whole.
            position, shift = [], 0.0
            for index, node in enumerate(row):
                least = -1e9
                if index:
                    before = row[index - 1]
                    least = position[-1] + (width(before, drawn) + width(node, drawn)) / 2 + GAP
                position.append(max(wanted[node], least))
                shift += position[-1] - wanted[node]
            for node, value in zip(row, position):
                x[node] = value - shift / len(row)
    left = min(x[node] - width(node, drawn) / 2 for node in x)
    return {node: value - left + MARGIN for node, value in x.items()}


def picture(drawn):
    edges, _ = needed({name: imports for name, (_, imports, _) in drawn.items()})
    rows, links = layers(edges)
    x = place(rows, links, drawn)
    y = {node: MARGIN + index * ROW for index, row in enumerate(rows) for node in row}
    right = max(x[node] + width(node, drawn) / 2 for node in x) + MARGIN
    bottom = MARGIN * 2 + (len(rows) - 1) * ROW + HEIGHT
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{right:.0f}" height="{bottom:.0f}" '
           f'viewBox="0 0 {right:.0f} {bottom:.0f}" role="img">',
           "  <title>Which target imports which</title>", f"  <style>{STYLE}  </style>"]
    for upper, lower in links:
        start = y[upper] + (HEIGHT if isinstance(upper, str) else 0)
        # A line through a row is straight there.
        if isinstance(upper, tuple):
            out.append(f'  <path d="M{x[upper]:.1f} {start} V{start + HEIGHT}"/>')
            start += HEIGHT
        middle = (start + y[lower]) / 2
        out.append(f'  <path d="M{x[upper]:.1f} {start} C{x[upper]:.1f} {middle:.0f} {x[lower]:.1f} {middle:.0f} '
                   f'{x[lower]:.1f} {y[lower]}"/>')
    for name, (kind, _, packages) in drawn.items():
        size = width(name, drawn)
        style = ' class="program"' if kind == "executable" else ""
        out.append(f'  <rect{style} x="{x[name] - size / 2:.1f}" y="{y[name]}" width="{size:.1f}" height="{HEIGHT}"/>')
        line = y[name] + (17 if packages else 25)
        out.append(f'  <text x="{x[name]:.1f}" y="{line}">{html.escape(name)}</text>')
        if packages:
            text = html.escape(", ".join(packages))
            out.append(f'  <text class="small" x="{x[name]:.1f}" y="{y[name] + 32}">{text}</text>')
    return "\n".join(out) + "\n</svg>\n"


def faults(drawn):
    """Returns what is wrong with the README's table of targets, and with the imports of pure targets."""
    listed = []
    for line in open("README.md", encoding="utf-8"):
        if line.startswith("| `"):
            listed += re.findall(r"`([^`]+)`", line.split("|")[1])
    found = [f"README.md has no line for the target {name}" for name in drawn if name not in listed]
    found += [f"README.md lists the target {name}, which Package.swift does not have" for name in listed
              if name not in drawn]
    _, reached = needed({name: imports for name, (_, imports, _) in drawn.items()})
    for index, name in enumerate(listed):
        found += [f"README.md lists {other} below {name}, which imports it" for other in listed[index + 1:]
                  if name in reached and other in reached[name]]
    for name in set(PURE) & set(drawn):
        for path in sorted(glob.glob(f"Sources/{name}/**/*.swift", recursive=True)):
            source = open(path, encoding="utf-8").read()
            imports = re.findall(r"^[a-z@_() ]*\bimport (?:struct |func |enum )?(\w+)", source, re.M)
            found += [f"{path} imports {other}, but {name} is pure" for other in imports
                      if other not in drawn and other not in STRUCTURES and (path, other) != LOCKED]
    return found


def main():
    drawn = targets()
    svg = picture(drawn)
    if sys.argv[1:] != ["--check"]:
        open(PICTURE, "w", encoding="utf-8").write(svg)
        return
    found = faults(drawn)
    try:
        if open(PICTURE, encoding="utf-8").read() != svg:
            found.append(f"{PICTURE} is not of Package.swift: run python3 deploy/docs/targets.py")
    except FileNotFoundError:
        found.append(f"{PICTURE} is not there: run python3 deploy/docs/targets.py")
    if found:
        sys.exit("\n".join(found))


main()
