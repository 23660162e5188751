#!/usr/bin/env python3
"""Fails if README.md, CONTRIBUTING.md or a page of the documentation names a file of the project that does not exist."""
import glob
import os
import re
import sys

found = []
for page in ["README.md", "CONTRIBUTING.md", *sorted(glob.glob("Sources/**/*.md", recursive=True))]:
    text = open(page, encoding="utf-8").read()
    links = [os.path.join(os.path.dirname(page), link) for link in re.findall(r"\]\(([^):#]+/[^):#]*)\)", text)]
    # In running text and in commands: what begins with a folder at the top of the project.
    named = re.findall(r"(?<![\w./-])((?:Sources|Tests|Fuzz|deploy|config|\.ci)/[\w./+-]*[\w/])", text)
    found += [f"{page} names {path}, which does not exist" for path in links + named if not os.path.exists(path)]
sys.exit("\n".join(found) or 0)
