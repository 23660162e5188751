"""The rates as bars."""

from xml.sax.saxutils import escape

from report import TITLES

#: Of labd, and of the others by turns.
COLOURS = {"labd": "#0b6e4f", "before": "#8fc1ae"}
OTHERS = ["#4c6a92", "#8fa3bf", "#b07d48", "#d3b58f", "#7a5c86", "#b6a3bd", "#8a8a8a", "#bdbdbd"]
WIDTH, LABEL, BAR, GAP = 900, 230, 16, 26


def picture(measured):
    """Returns an SVG with a bar for each column of the rows that are rates and have peers."""
    rows = [row for row in measured["rows"].values() if row["unit"] == "/s" and len(row["columns"]) > 1]
    names = []
    for row in rows:
        names += [name for name in row["columns"] if name not in names and name not in COLOURS]
    colours = {**COLOURS, **{name: OTHERS[index % len(OTHERS)] for index, name in enumerate(names)}}
    parts, y = [], 10
    for row in rows:
        y += 18
        parts.append(f'<text class="row" x="0" y="{y}">{escape(row["title"])}, a second</text>')
        y += 8
        most = max(cell["median"] for cell in row["columns"].values()) or 1
        for name, cell in row["columns"].items():
            length = max(1, cell["median"] / most * (WIDTH - LABEL - 90))
            shown = TITLES.get(name) or measured["peers"][name]["title"]
            parts.append(f'<text x="{LABEL - 8}" y="{y + BAR - 4}" text-anchor="end">{escape(shown)}</text>')
            parts.append(f'<rect x="{LABEL}" y="{y}" width="{length:.0f}" height="{BAR - 2}" fill="{colours[name]}"/>')
            parts.append(f'<text x="{LABEL + length + 6:.0f}" y="{y + BAR - 4}">{cell["median"]:,.0f}</text>')
            y += BAR
        y += GAP - BAR
    style = "text{font:12px sans-serif;fill:#222}.row{font-weight:bold}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y + 10}" width="{WIDTH}" height="{y + 10}" role="img">'
        f'<title>labd and the others</title><style>{style}</style><rect width="100%" height="100%" fill="#fff"/>{"".join(parts)}</svg>\n')
