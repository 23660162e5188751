"""What every fault is made of: its registration, the outcome of one of its trials, and how an office is judged."""

import time
from dataclasses import dataclass, field

# The faults by their names, each a function that yields trials: (how it was made, a function that runs one trial and returns
# an Outcome).
FAULTS = {}


class Size:
    """How much is tried: in the reduced form, for every change, or in the whole one."""

    quick = False
    # How many events the logs have that are attacked; without any, what the form says.
    events = None

    @classmethod
    def of(cls, reduced, whole):
        return reduced if cls.quick else whole


def fault(name):
    def register(function):
        FAULTS[name] = function
        return function

    return register


class LeftOut(Exception):
    """The machine does not allow this fault."""


@dataclass
class Outcome:
    acknowledged: int = 0
    lost: int = 0
    doubled: int = 0
    verified: bool = True
    again: float = 0.0
    note: str = ""
    # What does not hold although nothing was lost.
    faults: list = field(default_factory=list)


def judged(office, again=0.0, note="", by_others=False):
    """The outcome of a trial whose office runs."""
    acknowledged = len(office.acknowledged)
    lost, doubled, verified = office.judge(by_others=by_others)
    return Outcome(acknowledged, lost, doubled, verified, again, note)


def share(values, part):
    """The value that `part` of the values do not exceed, 0.99 for the 99th percentile; 0 of nothing."""
    return sorted(values)[min(int(len(values) * part), len(values) - 1)] if values else 0.0


def restarted(office, note=""):
    """The outcome of a trial whose labd is gone: it is started again, and served from then on."""
    begin = time.monotonic()
    office.start(wait=False)
    office.wait_for("an accepted command", lambda: office.is_running() and office.send() == 200, 60)
    return judged(office, time.monotonic() - begin, note)
