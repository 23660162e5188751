"""Walks the office's pages in headless Chromium, as people would see them, and says what is wrong with each.

    python3 walk.py INVITATION [--only WORD] [--pictures FOLDER] [--widths 360,768,1280] [--quick]

INVITATION is what `labctl web` prints, or the address of another front-end.

Every page that a link leads to is opened once of each kind (a view, the form of a command, an event), in Italian and English, at
each width, light and dark. On each: nothing on the console, no request to another host, nothing wider than the window, no
violation of WCAG 2.2 A and AA that axe-core finds; and without JavaScript, the same headings, links and forms. Each form of a
command is sent empty, and must come back with a summary of what is missing, at its field.
"""

import argparse
import json
import os
import pathlib
import sys
import urllib.parse

import axe_playwright_python
from selenium import webdriver
from selenium.webdriver.common.by import By

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What identifies one thing of many: one page of each kind is enough.
ONE_OF_MANY = {"id", "position", "worker", "month", "line", "place", "week", "on", "asOf", "since", "report"}


class Browser:
    """One headless Chromium."""

    def __init__(self):
        options = webdriver.ChromeOptions()
        for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=webdriver.ChromeService("/usr/bin/chromedriver"))
        # The package carries axe-core itself, which is all that is used of it.
        self.axe = (pathlib.Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()

    def view(self, width, scheme):
        """Sets the width of the window and the colours that the person prefers."""
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600})
        self.driver.execute_cdp_cmd(
            "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})

    def scripts(self, are_on):
        self.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not are_on})

    def faults(self, host):
        """What the console and the network say since the last call."""
        found = []
        for entry in self.driver.get_log("browser"):
            # The status of a refusal is meant; the browser logs it as an error.
            if "Failed to load resource" in entry["message"] and " 4" in entry["message"]:
                continue
            found.append("console: " + entry["message"])
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                url = message["params"]["request"]["url"]
                if urllib.parse.urlsplit(url).netloc not in ("", host):
                    found.append("asks another host: " + url)
        return found

    def violations(self):
        """What axe-core finds."""
        self.driver.execute_script(self.axe)
        result = self.driver.execute_async_script(
            "const done = arguments[1]; axe.run(document, {runOnly: {type: 'tag', values: arguments[0]}}).then(done)", RULES)
        return [
            "axe {}: {} ({})".format(v["id"], v["help"], "; ".join(n["html"][:120] for n in v["nodes"][:3]))
            for v in result["violations"]
        ]

    def too_wide(self):
        script = """
            const limit = document.documentElement.clientWidth, found = [];
            if (document.documentElement.scrollWidth > limit + 1) {
              for (const e of document.querySelectorAll('body *')) {
                if (e.getBoundingClientRect().right > limit + 1 && !e.closest('.scroll, .chart-box, .skip')) found.push(e.outerHTML.slice(0, 90));
              }
              if (!found.length) found.push('the page');
            }
            return found.slice(0, 3);
        """
        return ["wider than the window: " + html for html in self.driver.execute_script(script)]


def kind(url):
    """A key that pages of one kind share."""
    parts = urllib.parse.urlsplit(url)
    names = [name for name, _ in urllib.parse.parse_qsl(parts.query) if name != "lang"]
    if parts.path == "/pages/explain":
        return url
    return parts.path + "?" + "&".join(sorted(set(names) & ONE_OF_MANY))


def collect(browser, base):
    """One address of each kind of page."""
    host = urllib.parse.urlsplit(base).netloc
    known, waiting = {}, [base + "/pages/today"]
    while waiting:
        url = waiting.pop(0)
        key = kind(url)
        if key in known or (key.startswith("http") and sum(k.startswith("http") for k in known) > 6):
            continue
        known[key] = url
        browser.driver.get(url)
        for link in browser.driver.find_elements(By.CSS_SELECTOR, "a[href]"):
            target = link.get_attribute("href").split("#")[0]
            parts = urllib.parse.urlsplit(target)
            if parts.netloc == host and parts.path.startswith("/pages/") and "lang=" not in parts.query:
                waiting.append(target)
    return list(known.values())


def walk(arguments):
    parts = urllib.parse.urlsplit(arguments.invitation)
    host = parts.netloc
    base = f"{parts.scheme}://{host}"
    browser = Browser()
    browser.driver.get(arguments.invitation)
    wrong, seen = [], 0

    def note(url, faults):
        for fault in faults:
            wrong.append(url.removeprefix(base) + ": " + fault)

    pages = [url for url in collect(browser, base) if arguments.only in url]
    widths = [int(width) for width in arguments.widths.split(",")]
    looks = [(width, scheme) for width in widths for scheme in ("light", "dark")]
    for url in pages:
        for language in ("it", "en"):
            address = url + ("&" if "?" in url else "?") + "lang=" + language
            browser.scripts(True)
            for width, scheme in looks if language == "it" or not arguments.quick else looks[:1]:
                browser.view(width, scheme)
                browser.driver.get(address)
                seen += 1
                note(address + f" {width} {scheme}", browser.faults(host) + browser.too_wide())
                if width == widths[-1] or width == widths[0]:
                    note(address + f" {width} {scheme}", browser.violations())
                if arguments.pictures:
                    name = urllib.parse.quote(url.removeprefix(base), safe="")[:120]
                    height = browser.driver.execute_script("return document.documentElement.scrollHeight")
                    browser.driver.execute_cdp_cmd(
                        "Emulation.setDeviceMetricsOverride",
                        {"width": width, "height": min(height, 4000), "deviceScaleFactor": 1, "mobile": width < 600})
                    browser.driver.save_screenshot(
                        os.path.join(arguments.pictures, f"{name}.{language}.{width}.{scheme}.png"))
            outline = "return [...document.querySelectorAll('h1,h2,a,form,table')].length"
            with_scripts = browser.driver.execute_script(outline)
            browser.scripts(False)
            browser.driver.get(address)
            without = len(browser.driver.find_elements(By.CSS_SELECTOR, "h1,h2,a,form,table"))
            if without != with_scripts:
                note(address, [f"without JavaScript {without} headings, links, forms and tables; with it {with_scripts}"])
    browser.scripts(True)
    browser.view(1280, "light")
    forms = [url for url in pages if "/pages/form/" in url]
    for url in forms:
        # What the browser itself would refuse is sent all the same: nothing keeps a person from switching that off.
        browser.driver.get(url.split("?")[0])
        browser.driver.execute_script(
            "const f = document.querySelector('form.command'); f.noValidate = true;"
            "for (const e of f.querySelectorAll('input:not([type=hidden])')) e.value = ''; f.requestSubmit();")
        if not browser.driver.find_elements(By.CSS_SELECTOR, ".problem[role=alert]"):
            note(url, ["sent empty, it does not come back with what is missing"])
        else:
            note(url + " sent empty", browser.violations() + browser.faults(host))
    browser.driver.quit()
    for line in wrong:
        print(line)
    print(f"{len(pages)} pages, {len(forms)} of them forms, seen {seen} times; {len(wrong)} faults")
    return 1 if wrong else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("invitation")
    parser.add_argument("--only", default="")
    parser.add_argument("--pictures")
    parser.add_argument("--widths", default="360,768,1280")
    parser.add_argument("--quick", action="store_true")
    sys.exit(walk(parser.parse_args()))
