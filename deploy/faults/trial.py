"""The common parts of faults: their registration, the outcome of a trial, and the judgement of an office."""

import time
from dataclasses import dataclass, field

# The faults by their names, each a function that yields trials: (how it was made, a function that runs one trial and returns
# an Outcome).
FAULTS = {}


class Size:
    """The extent of the trials: the reduced form, for every change, or the whole one."""

    quick = False
    # The numbers of events of the logs that are attacked; if empty, those of the form.
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
    # Broken promises other than lost events.
    faults: list = field(default_factory=list)


def judged(office, again=0.0, note="", by_others=False):
    """Returns the outcome of a trial whose office runs."""
    acknowledged = len(office.acknowledged)
    lost, doubled, verified = office.judge(by_others=by_others)
    return Outcome(acknowledged, lost, doubled, verified, again, note)


def share(values, part):
    """Returns the value that `part` of the values do not exceed (0.99 for the 99th percentile); 0 if there are none."""
    return sorted(values)[min(int(len(values) * part), len(values) - 1)] if values else 0.0


def restarted(office, note=""):
    """Returns the outcome of a trial whose labd is gone, after it was started again and has served."""
    begin = time.monotonic()
    office.start(wait=False)
    office.wait_for("an accepted command", lambda: office.is_running() and office.send() == 200, 60)
    return judged(office, time.monotonic() - begin, note)
