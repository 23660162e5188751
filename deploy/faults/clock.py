"""The clock jumps."""

import json
import os
import pathlib
import tempfile

from office import Fault, Office
from trial import LeftOut, Size, fault, judged

FAKETIME = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"


@fault("clock")
def clock_back():
    """The machine's clock is set back by a day while labd works, and forward by a day again."""
    if not os.path.exists(FAKETIME):
        raise LeftOut("libfaketime is not installed")

    def trial():
        directory = tempfile.mkdtemp(prefix="labd-fault-")
        hands = pathlib.Path(directory) / "clock"
        hands.write_text("+0\n")
        # Started through env(1): if it is started directly with the library, a Swift program loses its arguments.
        office = Office(
            directory, wrapper=["env"], environment={
                "LD_PRELOAD": FAKETIME, "FAKETIME_TIMESTAMP_FILE": str(hands), "FAKETIME_NO_CACHE": "1",
                "FAKETIME_DONT_FAKE_MONOTONIC": "1"})
        try:
            office.start()
            with office.senders():
                for moved in ("-1d", "+0", "+1d", "+0", "-1d"):
                    before = len(office.acknowledged)
                    hands.write_text(moved + "\n")
                    office.wait_for("acknowledgement", lambda: len(office.acknowledged) > before + 20)
            times = [json.loads(line)["time"] for line in office.lines()]
            if times[-1] < "20" or len({time[:10] for time in times}) < 2:
                raise Fault("the clock did not move for labd: this trial shows nothing")
            return judged(office, 0.0, "no time in the log goes back")
        finally:
            office.end()

    for _ in range(Size.of(1, 5)):
        yield "back a day and forth again, by libfaketime", trial
