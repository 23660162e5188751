"""Produces faults one after another; prints a table and exits with 1 if anything was lost, duplicated or not verified."""

import argparse
import pathlib
import signal
import subprocess
import sys
import time

# Each registers its faults.
import attacks, bits, clients, clock, crashes, disks, steps  # noqa: E401, F401
from office import Fault, Office
from table import Row, show
from trial import FAULTS, LeftOut, Size


def run(names):
    rows = []
    for name in names:
        row = None
        try:
            for how, trial in FAULTS[name]():
                if row is None or row.how != how:
                    row = Row(name, how)
                    rows.append(row)
                    print(f"   {name}: {how}", file=sys.stderr)
                try:
                    row.add(trial())
                except LeftOut as reason:
                    row.left_out.add(str(reason))
                except (Fault, OSError, subprocess.SubprocessError, KeyError, ValueError) as error:
                    row.runs += 1
                    row.faults.append(f"run {row.runs}: {type(error).__name__} {error}"[:600])
        except LeftOut as reason:
            row = Row(name, FAULTS[name].__doc__.strip().split(":")[0])
            row.left_out.add(str(reason))
            rows.append(row)
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", required=True)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--allow-left-out", action="store_true", help="a fault that the machine does not allow is not a failure")
    parser.add_argument(
        "--events", type=int, action="append", metavar="N", help="how many events an attacked log has; may be repeated")
    parser.add_argument("faults", nargs="*", metavar="FAULT", choices=[[], *FAULTS])
    arguments = parser.parse_args()
    # Makes sure that what was created for the trials is removed.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    Size.quick = arguments.quick
    Size.events = arguments.events
    Office.programs = pathlib.Path(arguments.programs)
    begin = time.monotonic()
    rows = run(arguments.faults or list(FAULTS))
    print()
    show(rows)
    left_out = [row for row in rows if row.left_out]
    failed = [row for row in rows if not row.holds() and not (row.left_out and not row.runs)]
    print(
        f"\n{sum(row.runs for row in rows)} runs, {sum(row.acknowledged for row in rows)} commands acknowledged,"
        f" {sum(row.lost for row in rows)} lost, {sum(row.doubled for row in rows)} doubled,"
        f" {len(failed)} of {len(rows)} faults not withstood, {len(left_out)} left out in whole or in part,"
        f" {time.monotonic() - begin:.0f} s")
    sys.exit(1 if failed or left_out and not arguments.allow_left_out else 0)


if __name__ == "__main__":
    main()
