"""Plays an operator's and a coordinator's day through the pages alone, and the same days through labctl, and compares the logs.

    python3 days.py DIRECTORY OF labd AND labctl

The days are played three times, each on a new log with the same plan, workers and persons: in a browser with JavaScript, in one
without, and by labctl. Each log must then have the same events in the same order, equal but for what `masked` takes away.
"""

import datetime
import getpass
import itertools
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import urllib.parse
import zoneinfo

from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from walk import Browser

ROOT = pathlib.Path(__file__).resolve().parents[2]
# The log is simulated: its last event says what day it is. All days of the scripts follow this one.
BEFORE = "2019-07-01T07:00:00Z"


class Log:
    """A labd on an empty, simulated log, prepared so that an office could begin to work."""

    def __init__(self, programs, folder, name):
        self.labctl_path = str(programs / "labctl")
        self.socket = str(folder / f"{name}.sock")
        self.daemon = subprocess.Popen(
            [str(programs / "labd"), "--config", str(ROOT / "config/labd.toml"), "--data", str(folder / name), "--socket",
             self.socket, "--simulated"], stderr=open(folder / f"{name}.log", "wb"))
        for _ in range(100):
            if pathlib.Path(self.socket).exists():
                break
            time.sleep(0.1)
        file = folder / f"{name}.ndjson"
        file.write_text("".join(json.dumps(line) + "\n" for line in preparations()))
        self.labctl("import", str(file))

    def labctl(self, *arguments, wanted=0, typed=None):
        run = subprocess.run(
            [self.labctl_path, "--socket", self.socket, *arguments], capture_output=True, text=True, input=typed)
        if run.returncode != wanted:
            raise SystemExit(f"labctl {' '.join(arguments)}: {run.returncode}\n{run.stdout}{run.stderr}")
        return run.stdout

    def lines(self):
        return [json.loads(line) for line in self.labctl("export").splitlines()]

    def stop(self):
        self.daemon.terminate()
        self.daemon.wait()


def preparations():
    """What stands before the days begin."""
    with open(ROOT / "deploy/demo/season.ndjson") as season:
        plan = json.loads(season.readline())["data"]["plan"]

    def worker(name, profession, **more):
        return "worker.enrol", {
            "worker": name, "profession": profession, "employer": "cooperativa", "from": "2019-06-01", **more}

    def person(name):
        return "person.register", {"person": name, "nationality": "MA", "basis": "verified", "place": "rovato",
                                   "name": f"Persona {name}"}

    commands = [
        ("project.adopt-plan", {"plan": plan, "on": "2019-05-27", "act": "convenzione"}),
        # A payment so long ago that a person may be erased.
        ("project.record-final-payment", {"on": "2014-03-01", "financialYearEnd": "2014-12-31", "retentionYears": 4}),
        worker("co-1", "coordinator", account=getpass.getuser()), worker("sw-1", "social-worker", supervisor="co-1"),
        worker("ed-1", "educator"), worker("me-1", "mediator", languages=["ar"]), person("p-1"), person("p-2"), person("p-3"),
    ]
    return [
        {"command": name, "data": data, "id": f"s-{number}", "at": BEFORE} for number, (name, data) in enumerate(commands)
    ]


# The days. `play` is either of the two players below; each step has the command's fields as a person types them.


def operators_day(play):
    play.record("hours.log", worker="sw-1", on="2019-07-01", start="09:00", minutes="4:30", fund="fami", activity="desk",
                line="secretariat-towns", place="rovato")
    play.names("contact", play.record(
        "contact.record", line="secretariat-towns", place="rovato", on="2019-07-01", channel="walk-in",
        topics=["school", "housing"], worker="sw-1", minutes="0:30", outcome="case-opened"))
    play.names("person", play.record(
        "person.register", nationality="AL", basis="declared", birthYear="2004", sex="F", place="rovato",
        name="Anna D'Ambrosio <Šuković> & figli", contact="333 1234567"))
    play.attendance(place="chiari", desk="informagiovani", kind="workshop", on="2019-07-01", minutes="2:00", worker="ed-1",
                    present=["p-1", "p-2"], anonymous="7")
    play.month("sw-1", "2019-06", {"fund": "fami", "line": "secretariat-towns", "place": "rovato", "activity": "desk"},
               {"03": "6:00", "04": "7:30", "05": "5:00"})
    # The month is not complete yet: what stands is replaced, and it is said why.
    play.correction("sw-1", "2019-06", "04", "7:00", "orario errato")
    play.declare("timesheet.complete", "sw-1", "2019-06")
    play.declare("timesheet.sign", "sw-1", "2019-06")
    play.names("mediation", play.record(
        "mediation.request", setting="school", place="rovato", institution="istituto comprensivo", language="ar",
        on="2019-07-01", minutes="1:30", purpose="school-family", referent="l'insegnante, \"Rossi\""))


def coordinators_day(play):
    play.names("case", play.record(
        "case.open", person="{person}", line="secretariat-towns", place="rovato", on="2019-07-01", access="own-request",
        contact="{contact}", worker="sw-1", minor="true",
        complexity=["recently-reunited"]))
    play.record("case.advance-phase", case="{case}", phase="analysis", on="2019-07-01")
    play.at_the_mediation("mediation.authorise", mediation="{mediation}", maxMinutes="2:00", by="co-1", on="2019-07-01")
    play.at_the_mediation("mediation.assign", mediation="{mediation}", mediator="me-1", on="2019-07-01")
    play.at_the_mediation("mediation.deliver", mediation="{mediation}", on="2019-07-01", start="10:00", minutes="1:30",
                          mode="in-person", operatorPresent="true", kind="interview", anonymous="1", last="true")
    play.at_the_mediation("mediation.evaluate", mediation="{mediation}", score="5", on="2019-07-01")
    play.declare("timesheet.approve", "sw-1", "2019-06", by="co-1")
    play.both_at_once(
        dict(case="{case}", on="2019-07-01", kind="interview", worker="sw-1", text="prima finestra"),
        dict(case="{case}", on="2019-07-01", kind="home-visit", worker="sw-1", text="seconda finestra\nsu due righe"))
    play.void("activity.held", "registrato per errore")
    play.erase(person="p-3", authorisation="det. 12/2019")
    play.record("report.submit", report="r-1", kind="timesheets", **{"from": "2019-06-01", "to": "2019-06-30"})


class Player:
    """What both ways to play have in common: the ids of what was recorded, by name."""

    def __init__(self, log):
        self.log = log
        self.known = {}

    def names(self, name, id):
        self.known[name] = id

    def filled(self, fields):
        def text(value):
            return [text(each) for each in value] if isinstance(value, list) else value.format(**self.known)

        return {name: text(value) for name, value in fields.items()}


class Terminal(Player):
    """Plays a day through labctl."""

    # Personal fields may not stand on a command line, where other accounts could read them.
    SEALED = {"name", "contact", "referent", "text"}

    def record(self, command, _wanted=0, _more=(), **fields):
        fields = self.filled(fields)
        noun, verb = command.split(".")
        sealed = {name: text for name, text in fields.items()
                  if name in self.SEALED and (noun, name) != ("case", "contact")}
        words = [noun, verb, "--json", *_more]
        for name, value in fields.items():
            if name not in sealed:
                words += [f"--{name}", ",".join(value) if isinstance(value, list) else value]
        if sealed:
            words += ["--sealed", "-"]
        # A form makes one line of several, as labd takes it.
        typed = "".join(f"{name} = {' '.join(text.splitlines())}\n" for name, text in sealed.items())
        self.log.labctl(*words, wanted=_wanted, typed=typed)
        return self.log.lines()[-1]["data"].get(noun)

    def attendance(self, **fields):
        self.record("activity.hold", **fields)

    def month(self, worker, month, column, cells):
        for day, minutes in cells.items():
            self.record("hours.log", worker=worker, on=f"{month}-{day}", minutes=minutes, **column)

    def correction(self, worker, month, day, minutes, reason):
        entry = next(line["data"]["entry"] for line in self.log.lines()
                     if line["type"] == "hours.logged" and line["data"]["on"] == f"{month}-{day}")
        self.record("hours.adjust", entry=entry, worker=worker, minutes=minutes, reason=reason)

    def declare(self, command, worker, month, **more):
        self.record(command, worker=worker, month=month, **more)

    at_the_mediation = record

    def both_at_once(self, first, second):
        self.record("case.note", **first, _more=["--expect", "2"])
        self.record("case.note", **second, _more=["--expect", "2"], _wanted=1)
        self.record("case.note", **second, _more=["--expect", "3"])

    def void(self, type, reason):
        position = next(line["position"] for line in self.log.lines() if line["type"] == type)
        self.record("record.void", position=str(position), reason=reason)

    def erase(self, **fields):
        self.record("person.erase", **fields)


class Pages(Player):
    """Plays a day in a browser."""

    def __init__(self, log, browser, invitation, has_scripts):
        super().__init__(log)
        parts = urllib.parse.urlsplit(invitation)
        self.base, self.host = f"{parts.scheme}://{parts.netloc}", parts.netloc
        self.browser, self.driver, self.has_scripts = browser, browser.driver, has_scripts
        self.driver.get(invitation)
        browser.scripts(has_scripts)

    def open(self, path, **query):
        self.driver.get(f"{self.base}/pages/{path}?" + urllib.parse.urlencode({**query, "lang": "it"}))

    def one(self, selector, within=None):
        return (within or self.driver).find_element(By.CSS_SELECTOR, selector)

    def fill(self, form, fields):
        """Fills the controls of a form, whatever they are."""
        for closed in form.find_elements(By.CSS_SELECTOR, "details:not([open]) > summary"):
            closed.click()
        for name, value in fields.items():
            controls = form.find_elements(By.CSS_SELECTOR, f'[name="{name}"]:not([type=hidden])')
            if not controls:
                hidden = form.find_elements(By.CSS_SELECTOR, f'[name="{name}"]')
                if not hidden or hidden[0].get_attribute("value") != value:
                    raise SystemExit(f"{self.driver.current_url}: no control for {name}")
                continue
            boxes = [each for each in controls if each.get_attribute("type") == "checkbox"]
            for box in boxes:
                if box.is_selected() != (box.get_attribute("value") in value):
                    box.click()
            if boxes:
                known = {box.get_attribute("value") for box in boxes}
                value = [each for each in value if each not in known]
            control = controls[-1]
            text = ", ".join(value) if isinstance(value, list) else value
            if control in boxes:
                if text:
                    raise SystemExit(f"{self.driver.current_url}: no box of {name} for {text}")
                continue
            if control.tag_name == "select":
                self.one(f'option[value="{text}"]', control).click()
            elif control.get_attribute("type") in ("date", "time", "month"):
                # What is typed into these depends on the language of the browser.
                self.driver.execute_script("arguments[0].value = arguments[1]", control, text)
            else:
                control.clear()
                control.send_keys(text)

    def send(self, form):
        """Presses a form's button, and waits for the page that answers."""
        old = self.one("html")
        self.one("p.act button", form).click()
        WebDriverWait(self.driver, 20).until(lambda _: not is_attached(old))
        for fault in self.browser.faults(self.host):
            raise SystemExit(f"{self.driver.current_url}: {fault}")

    def must_be_recorded(self):
        problems = self.driver.find_elements(By.CSS_SELECTOR, ".problem, .error")
        if problems or not self.driver.find_elements(By.CSS_SELECTOR, ".done"):
            said = problems[0].text if problems else self.one("main").text
            raise SystemExit(f"{self.driver.current_url}: not recorded\n{said}")

    def record(self, command, **fields):
        self.open(f"form/{command}")
        form = self.one("form.command")
        self.fill(form, self.filled(fields))
        self.send(form)
        self.must_be_recorded()
        noun = command.split(".")[0]
        facts = [fact.text for fact in self.driver.find_elements(By.CSS_SELECTOR, "dl.facts dd")]
        return next((fact for fact in facts if re.fullmatch(noun + "-[a-z0-9]+", fact)), None)

    def attendance(self, present, **fields):
        self.open("attendance", place=fields["place"])
        form = self.one("form.command")
        self.fill(form, self.filled({**fields, "present": present}))
        self.send(form)
        self.must_be_recorded()

    def month(self, worker, month, column, cells):
        self.open("month", worker=worker, month=month)
        form = self.one("form.month")
        self.fill(form, {f"c-o-{name}": value for name, value in column.items()})
        if self.has_scripts:
            # As a spreadsheet gives it: a row a line.
            self.driver.execute_script(
                "const data = new DataTransfer(); data.setData('text', arguments[1]);"
                "arguments[0].dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}))",
                self.one(f'[name="m-{min(cells)}-o"]', form), "\n".join(cells[day] for day in sorted(cells)))
        else:
            self.fill(form, {f"m-{day}-o": minutes for day, minutes in cells.items()})
        self.send(form)
        self.must_be_recorded()

    def correction(self, worker, month, day, minutes, reason):
        self.open("month", worker=worker, month=month)
        form = self.one("form.month")
        self.fill(form, {f"m-{day}-0": minutes, "reason": reason})
        self.send(form)
        self.must_be_recorded()

    def declare(self, command, worker, month, **more):
        self.open("month", worker=worker, month=month)
        form = self.one(f'form[action*="{command}"]')
        self.fill(form, more)
        self.send(form)
        if self.driver.find_elements(By.CSS_SELECTOR, ".problem"):
            raise SystemExit(f"{command}: " + self.one(".problem").text)

    def at_the_mediation(self, command, mediation, **fields):
        self.open("mediation", id=mediation.format(**self.known))
        form = self.one(f'form[action*="{command}"]')
        around = form.find_element(By.XPATH, "ancestor::details")
        if around.get_attribute("open") is None:
            self.one("summary", around).click()
        self.fill(form, self.filled(fields))
        self.send(form)
        self.must_be_recorded()

    def both_at_once(self, first, second):
        first, second = self.filled(first), self.filled(second)
        windows = [self.driver.current_window_handle]
        self.open("form/case.note", case=first["case"])
        self.driver.switch_to.new_window("window")
        windows.append(self.driver.current_window_handle)
        self.browser.scripts(self.has_scripts)
        self.open("form/case.note", case=first["case"])
        self.driver.switch_to.window(windows[0])
        form = self.one("form.command")
        self.fill(form, first)
        self.send(form)
        self.must_be_recorded()
        self.driver.switch_to.window(windows[1])
        form = self.one("form.command")
        self.fill(form, second)
        self.send(form)
        # Both versions: what was recorded meanwhile, and what was typed.
        said = self.one("main").text
        form = self.one("form.command")
        if "Registrato nel frattempo" not in said or self.one("[name=text]", form).get_attribute("value") != second["text"]:
            raise SystemExit("an overtaken form does not show both versions:\n" + said)
        self.send(form)
        self.must_be_recorded()
        self.driver.close()
        self.driver.switch_to.window(windows[0])

    def void(self, type, reason):
        # The first of the type, found in the list of events.
        self.open("form/record.void")
        position = next(line["position"] for line in self.log.lines() if line["type"] == type)
        form = self.one("form.command")
        self.fill(form, {"position": str(position), "reason": reason})
        self.send(form)
        self.must_be_recorded()

    def erase(self, **fields):
        self.open("form/person.erase")
        form = self.one("form.command")
        self.fill(form, fields)
        self.send(form)
        # It is asked again.
        form = self.one("form.command")
        self.one("#confirmed", form).click()
        self.send(form)
        self.must_be_recorded()


def is_attached(element):
    try:
        element.is_enabled()
        return True
    except Exception:
        return False


# What labd chooses for a new record, in the event that begins it.
CREATED = {
    "contact.recorded": "contact", "person.registered": "person", "case.opened": "case", "mediation.requested": "mediation",
    "activity.held": "activity", "hours.logged": "entry",
}


def local_day(instant):
    moment = datetime.datetime.fromisoformat(instant.replace("Z", "+00:00"))
    return str(moment.astimezone(zoneinfo.ZoneInfo("Europe/Rome")).date())


def masked(lines):
    """The events of a log, as far as both ways must agree on them."""
    ids = {}
    for line in lines:
        name = CREATED.get(line["type"])
        if name:
            ids.setdefault(line["data"][name], f"{name}#{len(ids)}")

    def renamed(value):
        if isinstance(value, dict):
            return {name: renamed(each) for name, each in value.items()}
        if isinstance(value, list):
            return [renamed(each) for each in value]
        return ids.get(value, value) if isinstance(value, str) else value

    result = []
    for line in lines[1:]:
        line = renamed(line)
        noun, _, rest = line["subject"].partition("/")
        line["subject"] = f"{noun}/{ids.get(rest, rest)}"
        # When it was recorded, and the id of the command, which is random. What has no day of its own occurs when it is recorded.
        if line["occurred"] == local_day(line["time"]):
            line["occurred"] = "the day of recording"
        del line["time"], line["cause"]
        # The digest of what is encrypted under a random key. What it holds is compared as labd opens it.
        if "sealed" in line:
            line["sealed"] = True
        # The hash of the whole log before a report, which has all of the above in it.
        if "root" in line["data"]:
            line["data"]["root"] = True
        result.append(json.dumps(line, sort_keys=True, ensure_ascii=False))
    return result, ids


def opened(log, ids):
    """What persons have in sealed fields, as labd opens them for whoever may ask: (position, fields)."""
    erased = {line["data"]["person"] for line in log.lines() if line["type"] == "person.erased"}
    values = []
    for id, number in ids.items():
        if number.startswith("person#") and id not in erased:
            access = json.loads(log.labctl("person", "access", id, "--json"))
            values += [(event["position"], event["sealed"]) for event in access["events"] if "sealed" in event]
    return values


def play(programs, folder, name, running):
    """Plays both days in one of the three ways, and returns the log."""
    log = Log(programs, folder, name.replace(" ", "-"))
    running.append(log.stop)
    began = time.monotonic()
    if name == "labctl":
        player = Terminal(log)
    else:
        web = subprocess.Popen([log.labctl_path, "--socket", log.socket, "web"], stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL, text=True)
        running.append(web.terminate)
        browser = Browser()
        running.append(browser.driver.quit)
        player = Pages(log, browser, web.stdout.readline().strip(), name == "JavaScript")
    operators_day(player)
    coordinators_day(player)
    print(f"{name}: {len(log.lines())} events in {time.monotonic() - began:.0f} s", flush=True)
    return log


def main(programs):
    running, faults = [], 0
    with tempfile.TemporaryDirectory() as folder:
        try:
            logs = {name: play(programs, pathlib.Path(folder), name, running)
                    for name in ("labctl", "JavaScript", "no JavaScript")}
            wanted, ids = masked(logs["labctl"].lines())
            held = opened(logs["labctl"], ids)
            for name in ("JavaScript", "no JavaScript"):
                found, own = masked(logs[name].lines())
                for number, (one, other) in enumerate(itertools.zip_longest(wanted, found)):
                    if one != other:
                        faults += 1
                        print(f"{name}, event {number + 1}:\n  labctl: {one}\n  pages:  {other}")
                if opened(logs[name], own) != held:
                    faults += 1
                    print(f"{name}: what is sealed differs:\n  labctl: {held}\n  pages:  {opened(logs[name], own)}")
        finally:
            for stop in reversed(running):
                stop()
    print(f"{len(wanted)} events in each log, and {len(held)} of them with something sealed of a person; {faults} differ")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve()))
