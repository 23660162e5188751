"""Sends the form of every command with good and with bad input, with JavaScript and without.

    python3 forms.py INVITATION [--only WORD]

INVITATION is what `labctl web` prints, in front of a labd with the season of the demonstration. What is sent is recorded there.

Good input is accepted, or refused by a rule with the refusal shown. Bad input is refused at its field, and everything that was
typed is still there: an empty field that is required (walk.py), a day that does not exist, a text that is too long. Markup and
templates in every text are never more than text: not on the form that comes back, nor on any page that shows them afterwards.
"""

import argparse
import collections
import json
import pathlib
import re
import sys
import urllib.parse

from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By

from days import Pages
from walk import Browser, collect

ROOT = pathlib.Path(__file__).resolve().parents[2]
ATTACK = """<script>alert(1)</script>"><img src=x onerror=alert(1)>{{7*7}}'"""
TOO_LONG = "troppo " * 100

# What stands in the season.
KNOWN = {
    "person": "p-000067", "same": "p-000087", "case": "c-000067", "mediation": "m-000001", "report": "2019-q4",
    "contact": "k-000148", "members": "p-000087", "present": "p-000067", "persons": "p-000067", "entry": "h-000001",
    "stream": "worker/sw-01", "account": "anna", "to": "consultorio", "position": "4790", "by": "co-01", "worker": "sw-01",
    "nationality": "MA", "language": "ar", "number": "AB 12", "taxCode": "XXXXXX90A02Z100P",
}


def catalogue():
    """The commands with their fields: (name, whether it is required, what is accepted), from the page of the documentation."""
    text = (ROOT / "Sources/Office/Office.docc/CataloguePage.md").read_text()
    for part in re.split(r"^### ", text, flags=re.M)[1:]:
        rows = re.findall(r"^\| `(\w+)` \| ([^|]*) \| (.*) \|$", part, flags=re.M)
        yield part.split("\n")[0], [(name, "required" in more, form) for name, more, form in rows]


class Forms(Pages):
    """The forms in a browser, and what is wrong with them."""

    def __init__(self, browser, invitation):
        super().__init__(None, browser, invitation, True)
        self.wrong, self.counts, self.number, self.positions = [], collections.Counter(), 0, []

    def switch(self, has_scripts):
        self.has_scripts = has_scripts
        self.browser.scripts(has_scripts)

    def note(self, command, what):
        self.wrong.append(f"{command}{'' if self.has_scripts else ' without JavaScript'}: {what}")
        print(self.wrong[-1], flush=True)

    def good(self, command, fields):
        """Values for the fields that are required, and a text in each that takes one."""
        self.number += 1
        values = {}
        for name, is_required, form in fields:
            noun = command.split(".")[0]
            if name == "plan":
                with open(ROOT / "deploy/demo/season.ndjson") as season:
                    values[name] = json.dumps(json.loads(season.readline())["data"]["plan"])
            elif form.startswith("text"):
                values[name] = "come concordato"
            elif not is_required:
                continue
            elif name in ("from", "expiringFrom"):
                values[name] = "2020-01-01"
            elif "day YYYY" in form:
                values[name] = "2020-03-31"
            elif "HH:MM" in form:
                values[name] = "09:00"
            elif "month" in form:
                values[name] = "2020-03"
            elif "minutes" in form:
                values[name] = "1:00"
            elif "number" in form or "integer" in form or "whole" in form:
                values[name] = KNOWN.get(name, "5")
            elif name in KNOWN and not (name == noun and command.split(".")[1] in ("enrol", "submit")):
                values[name] = KNOWN[name]
            elif form.startswith("id"):
                values[name] = f"{name}-{self.number}"
        return values

    def fill(self, form, fields):
        """Fills the form; where something is chosen, with what can be chosen."""
        for closed in form.find_elements(By.CSS_SELECTOR, "details:not([open]) > summary"):
            closed.click()
        self.driver.execute_script(
            """
            const [form, values] = arguments;
            form.noValidate = true;
            for (const e of form.querySelectorAll('select, input:not([type=hidden]), textarea')) {
              const value = values[e.name];
              if (e.tagName === 'SELECT') {
                const options = [...e.options].map(o => o.value).filter(v => v);
                if (value !== undefined || e.required) e.value = options.includes(value) ? value : options[0];
              } else if (e.type === 'checkbox') {
                if (e.closest('fieldset').querySelector('input') === e && !e.closest('details')) e.checked = true;
              } else if (value !== undefined || e.required && !e.value) {
                // A browser does not let anything else be typed into these; without its help, anything can be sent.
                if (['date', 'time', 'month', 'number'].includes(e.type)) e.type = 'text';
                e.value = value ?? 'XX';
              }
            }
            """, form, fields)

    def sent(self, command, values):
        """Sends a form, and says how it ended: accepted, or the fields at which it was refused."""
        self.open(f"form/{command}")
        form = self.one("form.command")
        self.fill(form, values)
        typed = self.typed(form)
        self.send(form)
        if self.driver.find_elements(By.ID, "confirmed"):
            form = self.one("form.command")
            self.one("#confirmed", form).click()
            self.send(form)
        self.must_be_text(command)
        if not self.driver.find_elements(By.CSS_SELECTOR, ".problem[role=alert]"):
            query = urllib.parse.parse_qs(urllib.parse.urlsplit(self.driver.current_url).query)
            if "position" not in query:
                self.note(command, "neither recorded nor refused: " + self.driver.current_url)
            self.positions += query.get("position", [])
            return None
        kept = self.typed(self.one("form.command"))
        for name, value in typed.items():
            if value and kept.get(name) != value:
                self.note(command, f"{name} held {value[:60]!r}, and comes back as {str(kept.get(name))[:60]!r}")
        if not self.one(".problem").text.strip():
            self.note(command, "a refusal without words")
        return [each.get_attribute("id")[2:] for each in self.driver.find_elements(By.CSS_SELECTOR, "p.error")]

    def typed(self, form):
        """What stands in a form's texts and choices; of a date, as the page says it, which a browser may not show."""
        return self.driver.execute_script(
            """
            const read = {};
            for (const e of arguments[0].querySelectorAll('select, input:not([type=hidden]):not([type=checkbox]), textarea'))
              read[e.name] = ['date', 'time', 'month', 'number'].includes(e.type) ? e.getAttribute('value') : e.value;
            return read;
            """, form)

    def must_be_text(self, place):
        found = self.driver.execute_script(
            "return [...document.querySelectorAll('script:not([src]), img[src=\"x\"], [onerror]')].map(e => e.outerHTML)")
        for html in found:
            self.note(place, "markup of a person became part of the page: " + html)
        for fault in self.browser.faults(self.host):
            self.note(place, fault)

    def try_out(self, command, fields):
        """Sends one form with good and bad input."""
        self.open(f"form/{command}")
        if not self.driver.find_elements(By.CSS_SELECTOR, "form.command"):
            # The page then says which role may send it.
            self.counts["not for this account"] += 1
            if "(accettato: " not in self.one("main").text:
                self.note(command, "neither a form nor who may send it: " + self.one("main").text)
            return
        errors = self.sent(command, self.good(command, fields))
        self.counts["accepted" if errors is None else "refused by a rule"] += 1
        texts = [name for name, _, form in fields if form.startswith("text")]
        for name, wrong in [
            ("too long", {name: TOO_LONG for name in texts}),
            ("no day", {name: "2019-02-31" for name, is_required, form in fields if "day YYYY" in form and is_required}),
        ]:
            if not wrong:
                continue
            errors = self.sent(command, {**self.good(command, fields), **wrong})
            self.counts[name] += 1
            if errors is None:
                self.note(command, f"{name}: accepted")
            elif not set(errors) & set(wrong):
                self.note(command, f"{name}: refused at {errors or 'no field'} instead of {sorted(wrong)}: "
                          + self.one(".problem").text.split("\n")[-1])
        attacked = set(texts)
        while attacked:
            values = {**self.good(command, fields), **{name: ATTACK for name in attacked}}
            errors = self.sent(command, values)
            self.counts["markup refused" if errors else "markup recorded as text" if errors is None else "by a rule"] += 1
            if not errors or not set(errors) & attacked:
                break
            attacked -= set(errors)
        # Ids that are typed; labd chooses others, or the form offers them in a list.
        self.open(f"form/{command}")
        ids = {name: ATTACK for name, is_required, form in fields if form.startswith("id") and is_required
               and self.driver.find_elements(By.CSS_SELECTOR, f'input[type=text][name="{name}"]')}
        if ids:
            errors = self.sent(command, {**self.good(command, fields), **ids})
            self.counts["markup as an id"] += 1
            if not set(errors or []) & set(ids):
                self.note(command, f"markup as an id: refused at {errors} instead of {sorted(ids)}")


def main(arguments):
    browser = Browser()
    forms = Forms(browser, arguments.invitation)
    commands = [(name, fields) for name, fields in catalogue() if arguments.only in name]
    for has_scripts in (True, False):
        forms.switch(has_scripts)
        for command, fields in commands:
            try:
                forms.try_out(command, fields)
            except (SystemExit, WebDriverException) as fault:
                forms.note(command, str(fault).split("\n")[0])
    forms.switch(True)
    showing, seen = 0, 0
    pages = [f"{forms.base}/pages/{page}?position={position}" for position in forms.positions for page in ("event", "recorded")]
    for url in pages + collect(browser, forms.base):
        forms.driver.get(url)
        forms.must_be_text(url.removeprefix(forms.base))
        seen += 1
        showing += "{{7*7}}" in forms.one("body").text
    if not showing:
        forms.note("pages", "none shows the markup that was recorded")
    browser.driver.quit()
    print(f"{len(commands)} forms, with JavaScript and without: "
          + ", ".join(f"{count} × {what}" for what, count in forms.counts.items())
          + f"; {seen} pages afterwards, {showing} of them with markup as text; {len(forms.wrong)} faults")
    return 1 if forms.wrong else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("invitation")
    parser.add_argument("--only", default="")
    sys.exit(main(parser.parse_args()))
