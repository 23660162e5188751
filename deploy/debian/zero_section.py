#!/usr/bin/env python3
"""Fills a section of a program with zeros, where it is.

zero_section.py PROGRAM SECTION

For what the compiler notes of the compilation, which is another each time and which nothing reads at run time. Taking it out
instead would make binutils leave out what protects the tables of the linker (PT_GNU_RELRO).
"""
import re
import subprocess
import sys

program, section = sys.argv[1:]
listing = subprocess.run(["readelf", "-SW", program], check=True, capture_output=True, text=True).stdout
found = re.search(rf"\]\s+{re.escape(section)}\s+\S+\s+\S+\s+([0-9a-f]+)\s+([0-9a-f]+)", listing)
if not found:
    sys.exit(f"{program} has no section {section}")
offset, size = (int(number, 16) for number in found.groups())
with open(program, "r+b") as file:
    file.seek(offset)
    file.write(bytes(size))
