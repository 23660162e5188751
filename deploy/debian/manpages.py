#!/usr/bin/env python3
"""Writes the man pages from the help of the programs and the comments of the settings file.

manpages.py labd.json labctl.json labctl.it.json labd.toml VERSION DATE DIRECTORY

The JSON files are the output of --experimental-dump-help, the third in Italian. Every comment of the settings file belongs to the key after it.
"""
import json
import os
import sys


# The words of a page that are not in the help, in Italian.
ITALIAN = {
    "NAME": "NOME", "SYNOPSIS": "SINTASSI", "DESCRIPTION": "DESCRIZIONE", "OPTIONS": "OPZIONI", "COMMANDS": "COMANDI",
    "ENVIRONMENT": "AMBIENTE", "FILES": "FILE", "SEE ALSO": "VEDERE ANCHE", "[options] <command>": "[opzioni] <comando>",
    "The settings.": "Le impostazioni.", "The log and its keys.": "Il registro e le sue chiavi.", "The socket.": "Il socket.",
    "The socket, if \\-\\-socket is not given.": "Il socket, se manca \\-\\-socket.", "(default: ": "(se manca: ",
}


def in_italian(page):
    """Returns a page of the Italian help with its own words in Italian; they stand on lines of their own, or before a default."""
    lines = []
    for line in page.split("\n"):
        heading = line.removeprefix(".SH ")
        word = ITALIAN.get(heading)
        lines.append(line if word is None else line[:len(line) - len(heading)] + word)
    return "\n".join(lines).replace("(default: ", ITALIAN["(default: "])


def escaped(text):
    """Escapes a text for troff: backslashes, quotes, and a dot or quote at the beginning of a line."""
    lines = text.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq").split("\n")
    return "\n".join("\\&" + line if line[:1] in (".", "'") else line for line in lines)


def paragraphs(text):
    return "\n.PP\n".join(escaped(part.strip()) for part in text.split("\n\n") if part.strip())


def name_of(argument):
    names = [("--" if n["kind"] == "long" else "-") + n["name"] for n in argument.get("names") or []]
    if argument["kind"] == "flag":
        return ", ".join(names)
    value = argument.get("valueName", "value")
    return f"{', '.join(names)} <{value}>" if names else f"<{value}>"


def arguments(command):
    out = ""
    for argument in command.get("arguments") or []:
        if not argument.get("shouldDisplay", True) or "help" in [n["name"] for n in argument.get("names") or []]:
            continue
        text = argument.get("abstract", "")
        if argument.get("defaultValue"):
            text += f" (default: {argument['defaultValue']})"
        out += f".TP\n.B {escaped(name_of(argument))}\n{escaped(text) or chr(92) + '&'}\n"
    return out


def commands(command, path):
    out = ""
    for sub in command.get("subcommands") or []:
        if sub["commandName"] == "help" or not sub.get("shouldDisplay", True):
            continue
        words = path + [sub["commandName"]]
        if sub.get("subcommands"):
            out += commands(sub, words)
            continue
        out += f".SS {escaped(' '.join(words))}\n{escaped(sub.get('abstract', ''))}\n"
        if sub.get("discussion"):
            out += ".PP\n" + paragraphs(sub["discussion"]) + "\n"
        out += arguments(sub)
    return out


def program(dump, section, version, date, more):
    command = dump["command"]
    name = command["commandName"]
    text = f'.TH {name.upper()} {section} "{date}" "labd {version}" "labd"\n'
    text += f".SH NAME\n{name} \\- {escaped(command['abstract'].rstrip('.'))}\n"
    text += f".SH SYNOPSIS\n.B {name}\n[options] <command>\n.SH DESCRIPTION\n"
    text += paragraphs(command.get("discussion") or command["abstract"]) + "\n"
    own = arguments(command)
    if own:
        text += ".SH OPTIONS\n" + own
    return text + ".SH COMMANDS\n" + commands(command, []) + more


def settings(lines, version, date):
    text = f'.TH LABD.TOML 5 "{date}" "labd {version}" "labd"\n'
    text += ".SH NAME\nlabd.toml \\- settings of labd\n.SH SYNOPSIS\n.I /etc/labd/labd.toml\n.SH DESCRIPTION\n"
    comment = []
    for line in lines:
        line = line.rstrip("\n")
        if line.startswith("#"):
            comment.append(line[1:].strip())
        elif line.startswith("["):
            text += f".SH {escaped(line)}\n{escaped(' '.join(comment))}\n"
            comment = []
        elif "=" in line:
            text += f".TP\n.B {escaped(line)}\n{escaped(' '.join(comment)) or chr(92) + '&'}\n"
            comment = []
        elif comment:
            text += escaped(" ".join(comment)) + "\n"
            comment = []
    return text + ".SH SEE ALSO\n.BR labd (8),\n.BR labctl (1)\n"


def main():
    labd, labctl, labctl_it, toml, version, date, directory = sys.argv[1:]
    files = ".SH FILES\n.TP\n.I /etc/labd/labd.toml\nThe settings.\n.TP\n.I /var/lib/labd\nThe log and its keys.\n" \
        ".TP\n.I /run/labd/labd.sock\nThe socket.\n"

    def of_labctl(dump):
        return program(json.load(open(dump)), 1, version, date,
                       ".SH ENVIRONMENT\n.TP\n.B LABD_SOCKET\nThe socket, if \\-\\-socket is not given.\n" + files +
                       ".SH SEE ALSO\n.BR labd (8),\n.BR labd.toml (5)\n")

    pages = {
        "labd.8": program(json.load(open(labd)), 8, version, date, files +
                          ".SH SEE ALSO\n.BR labctl (1),\n.BR labd.toml (5)\n"),
        "labctl.1": of_labctl(labctl),
        "it/labctl.1": in_italian(of_labctl(labctl_it)),
        "labd.toml.5": settings(open(toml).readlines(), version, date),
    }
    for name, text in pages.items():
        os.makedirs(os.path.dirname(f"{directory}/{name}"), exist_ok=True)
        with open(f"{directory}/{name}", "w", encoding="utf-8") as file:
            file.write(text)


if __name__ == "__main__":
    main()
