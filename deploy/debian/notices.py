#!/usr/bin/env python3
"""Prints the licences and notices of everything that is linked into the programs.

notices.py CHECKOUTS TOOLCHAIN

Prints each licence text once, with the packages that use it; their notices; and, once, each header of a C or C++ source that
mentions a copyright, because these sources contain their licences themselves.
"""
import pathlib
import re
import sys

# Files with the licences of a package, and of others' code that it includes.
LICENCE_NAMES = ("LICENSE", "LICENSE.txt", "LICENSE.md", "COPYING")
NOTICE_NAMES = ("NOTICE", "NOTICE.txt")
SOURCES = (".c", ".cc", ".cpp", ".h", ".hpp", ".S")
COMMENT = re.compile(r"\A\s*(/\*.*?\*/|(?:[ \t]*//[^\n]*\n)+)", re.S)


def text(path):
    return path.read_text(encoding="utf-8", errors="replace").strip()


def under(directory, names):
    return sorted(
        path for path in directory.rglob("*")
        if path.is_file() and path.name in names
        and not {"Tests", "Benchmarks"} & set(path.relative_to(directory).parts))


def header(path):
    """Returns the comment with which a source begins, without its comment signs, or None if it names no copyright."""
    found = COMMENT.match(text(path) + "\n")
    if not found or "copyright" not in found[1].lower():
        return None
    lines = [re.sub(r"^\s*(/\*+|\*+/|//[-/]*|\*)\s?|\*/\s*$", "", line).rstrip() for line in found[1].split("\n")]
    return "\n".join(lines).strip()


def main():
    checkouts, toolchain = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    licences, notices, headers = {}, [], {}
    packages = sorted(path for path in checkouts.iterdir() if path.is_dir())
    for package in packages:
        for path in under(package, LICENCE_NAMES):
            licences.setdefault(text(path), []).append(str(path.relative_to(checkouts).parent))
        for path in under(package, NOTICE_NAMES):
            notices.append((str(path.relative_to(checkouts).parent), text(path)))
        for path in sorted(package.glob("Sources/**/*")):
            if path.suffix in SOURCES and path.is_file():
                comment = header(path)
                if comment:
                    headers.setdefault(comment, set()).add(package.name)
    found = {user for users in licences.values() for user in users} | {name for name, _ in notices}
    for expected in ("TOMLKit", "hummingbird", "swift-crypto", "swift-nio", "swift-nio/Sources/CNIOLLHTTP"):
        if expected not in found:
            sys.exit(f"notices.py: the licence or notice of {expected} was not found in {checkouts}")
    licences.setdefault(text(toolchain), []).append("the Swift runtime and its libraries")

    print("Licences and notices of everything that is linked into labd and labctl or was fetched to build them.")
    for licence, users in sorted(licences.items(), key=lambda item: item[1]):
        print(f"\n{'=' * 78}\nLicence of: {', '.join(sorted(users))}\n\n{licence}")
    for package, notice in notices:
        print(f"\n{'=' * 78}\nNotice of: {package}\n\n{notice}")
    for comment, users in sorted(headers.items()):
        print(f"\n{'=' * 78}\nIn sources of: {', '.join(sorted(users))}\n\n{comment}")


main()
