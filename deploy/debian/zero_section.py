#!/usr/bin/env python3
"""Overwrites a section of a program with zeros, in place.

zero_section.py PROGRAM SECTION

Used for the section in which the compiler identifies the compilation. It differs each time, and nothing reads it at run time.
If the section were removed instead, binutils would drop the segment that protects the linker's tables (PT_GNU_RELRO).
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
