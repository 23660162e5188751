"""Generates a random season of a small office, as commands for a simulated log. It has few people, so that small cells are
frequent, and contains late entries, links, corrections, second decisions, voided records and, years later, erasures."""

import datetime as dt
import random
import tomllib

DAY = dt.timedelta(days=1)
NATIONALITIES = ["MA"] * 12 + ["AL"] * 9 + ["PK"] * 6 + ["IN"] * 4 + ["UA", "UA", "SN", "BD", "NG", "XX"]
TOPICS = ["residence-permit", "housing", "school", "work", "health", "benefits"]


class Season:
    """The commands of a season, in the order of recording."""

    def __init__(self, seed, plan_file):
        self.random = random.Random(seed)
        with open(plan_file, "rb") as file:
            self.plan = plain(tomllib.load(file))
        self.first = dt.date.fromisoformat(self.plan["period"]["from"])
        self.last = dt.date.fromisoformat(self.plan["period"]["to"])
        self.towns_last = next(
            dt.date.fromisoformat(line["to"]) for line in self.plan["lines"] if line["id"] == "secretariat-towns")
        self.queue = []
        self.count = 0
        self.persons = []
        self.without_case = []
        # The numbers of people and towns vary, so that each season has cells of different sizes.
        self.size = self.random.choice([6, 12, 25, 50, 90, 160, 260])
        towns = [place["id"] for place in self.plan["places"] if place["kind"] == "town"]
        self.towns = self.random.sample(towns, self.random.choice([2, 4, 11]))
        self.lateness = self.random.choice([0.05, 0.2, 0.5])
        # Some offices start using labd late and enter their earlier work afterwards.
        begins_late = random.Random(f"start {seed}").random() < 0.15
        self.start = dt.date(2019, 11, 18) if begins_late else dt.date(2019, 5, 27)
        self.write()

    def commands(self):
        """Returns each command with its moment of recording; those of the same moment are in the order of their creation."""
        return [(at, command) for at, _, command in sorted(self.queue, key=lambda row: row[:2])]

    def say(self, day, name, **data):
        """Queues a command to be recorded on a day. Returns its id, by which `record.void` refers to the record."""
        self.count += 1
        at = dt.datetime(day.year, day.month, day.day, 8) + dt.timedelta(seconds=self.count)
        id = f"s-{self.count:05d}"
        data = {key.rstrip("_"): value for key, value in data.items() if value is not None}
        self.queue.append((at, self.count, {"id": id, "command": name, "data": data}))
        return id

    def recorded(self, day):
        """Returns when something that happened on a day is recorded: usually at once, sometimes months later."""
        if self.random.random() < self.lateness:
            day += self.random.choice([1, 9, 20, 29, 31, 45, 80, 150, 400]) * DAY
        return max(day, self.start)

    def some_day(self, last=None):
        days = ((last or self.last) - self.first).days
        return self.first + self.random.randrange(days + 1) * DAY

    def write(self):
        self.say(self.start, "project.adopt-plan", plan=self.plan, on=str(self.start), act="convenzione")
        for worker, profession, more in [
            ("co-1", "coordinator", {}), ("sw-1", "social-worker", {}), ("ed-1", "educator", {}),
            ("me-1", "mediator", {"languages": ["ar", "fr"]}),
        ]:
            self.say(self.start, "worker.enrol", worker=worker, profession=profession, employer="cooperativa",
                     from_="2019-06-01", **more)
        for number in range(self.size):
            self.person(f"p-{number}")
        for number in range(self.random.randrange(6)):
            self.activity(f"a-{number}")
        for number in range(self.random.randrange(1 + self.size // 4)):
            self.mediation(f"m-{number}")
        self.second_thoughts()
        self.erasures()

    def person(self, person):
        choose = self.random.choice
        day = self.some_day()
        known = self.recorded(day)
        self.say(known, "person.register", person=person, nationality=choose(NATIONALITIES), basis="declared",
                 sex=choose(["F"] * 9 + ["M"] * 9 + ["X", None]),
                 birthYear=choose([None, 1950, 2004, 2010] + list(range(1965, 2003))))
        self.say(known, "person.decide-eligibility", person=person, rule="art-9", reason="documenti",
                 verdict=choose(["eligible"] * 9 + ["undecided"]), from_="2019-01-01")
        self.persons.append((person, known))
        for number in range(choose([1, 1, 2, 3])):
            on = day if number == 0 else day + self.random.randrange(1, 200) * DAY
            if on <= self.last:
                self.service(person, f"{person}-{number}", on, known)
        if self.random.random() < 0.5:
            self.case(person, f"c-{person}", day, known)
        else:
            self.without_case.append(person)

    def service(self, person, id, on, known):
        """Adds a contact at a desk, or an orientation session."""
        recorded = max(self.recorded(on), known)
        if self.random.random() < 0.25:
            said = self.say(recorded, "orientation.deliver", orientation=f"o-{id}", person=person,
                            place=self.random.choice(self.towns), desk="informagiovani", on=str(on), minutes=60,
                            worker="ed-1", schoolExit="dropout", needs=[self.random.choice(TOPICS)],
                            difficulties=["language"])
        else:
            line, place = self.desk(on)
            said = self.say(recorded, "contact.record", contact=f"k-{id}", line=line, place=place, on=str(on),
                            channel="walk-in", topics=self.random.sample(TOPICS, self.random.choice([1, 1, 2])),
                            person=person, worker="sw-1", outcome="informed")
        if self.random.random() < 0.06:
            self.say(recorded + self.random.choice([1, 40, 120]) * DAY, "record.void", position=said, reason="errore")

    def desk(self, on):
        if on > self.towns_last or self.random.random() < 0.3:
            return "secretariat-office", "ufficio-di-piano"
        return "secretariat-towns", self.random.choice(self.towns)

    def case(self, person, case, on, known):
        line, place = self.desk(on)
        recorded = max(self.recorded(on), known)
        self.say(recorded, "case.open", case=case, person=person, line=line, place=place, on=str(on),
                 access="own-request", worker="sw-1", minor=False)
        for phase in self.plan["phases"][1:self.random.randrange(1, 6)]:
            on += self.random.randrange(1, 50) * DAY
            if on > self.last:
                return
            recorded = max(recorded, self.recorded(on))
            self.say(recorded, "case.advance-phase", case=case, on=str(on), phase=phase["id"])
        if self.random.random() < 0.4:
            self.say(max(recorded, self.recorded(on)), "case.close", case=case, on=str(on), outcome="moved")

    def activity(self, id):
        on = self.some_day(dt.date(2020, 2, 21))
        known = [person for person, since in self.persons if since <= max(on, self.start)]
        present = self.random.sample(known, min(len(known), self.random.randrange(9)))
        if present:
            self.say(self.recorded(on), "activity.hold", activity=id, place=self.random.choice(self.towns),
                     desk="spazio-giovani", kind="workshop", on=str(on), minutes=120, worker="ed-1", present=present,
                     anonymous=0)

    def mediation(self, id):
        on = self.some_day(dt.date(2020, 3, 20))
        known = [person for person, since in self.persons if since <= max(on, self.start)]
        recorded = self.recorded(on)
        self.say(recorded, "mediation.request", mediation=id, setting="social-service", supporting="secretariat",
                 place=self.random.choice(self.towns), language="ar", on=str(on), minutes=60,
                 purpose=self.random.choice(["guidance", "assessment"]))
        self.say(recorded, "mediation.authorise", mediation=id, maxMinutes=60, by="co-1", on=str(on))
        self.say(recorded, "mediation.assign", mediation=id, mediator="me-1", on=str(on))
        self.say(recorded, "mediation.deliver", mediation=id, on=str(on), minutes=60, last=True, mode="phone",
                 start=f"{8 + self.count % 10:02d}:00", operatorPresent=True, kind="interview",
                 persons=self.random.sample(known, min(len(known), 1)) or None)

    def second_thoughts(self):
        """Adds links, corrections and decisions, each on its own day."""
        for _ in range(self.size // 8):
            (one, since), (other, later) = self.random.sample(self.persons, 2)
            day = max(since, later) + self.random.choice([1, 30, 90]) * DAY
            self.say(day, "person.link", person=one, same=other, reason="stessa persona")
            if self.random.random() < 0.3:
                self.say(day + 50 * DAY, "person.unlink", person=one, same=other, reason="due persone")
        for person, since in self.random.sample(self.persons, self.size // 6):
            day = since + self.random.choice([1, 60, 140]) * DAY
            self.say(day, "person.correct", person=person, sex=self.random.choice("FM"), reason="documento")
            self.say(day, "person.decide-eligibility", person=person, rule="art-9", reason="riesame",
                     verdict=self.random.choice(["eligible", "not-eligible"]), from_="2019-01-01")

    def erasures(self):
        self.say(dt.date(2021, 12, 1), "project.record-final-payment", on="2021-10-01",
                 financialYearEnd="2021-12-31", retentionYears=4)
        for person in self.without_case[:5]:
            self.say(dt.date(2026, 2, 1), "person.erase", person=person, authorisation="det. 9")


def plain(value):
    """Converts TOML dates to their form on the wire."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return str(value) if isinstance(value, dt.date) else value
