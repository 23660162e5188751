"""Attacks by accounts that are let in, with a role or without one, while an honest operator works.

An attack uses one or two accounts, with as many connections as labd allows each. There are bounds for what the honest operator
may see of it, and exceeding them is a fault even if nothing was lost: see siege.py.
"""

from siege import Attack, busy, of, trials
from trial import Size, fault


def lone(role, *groups):
    """Returns an attack by the account of a role."""
    return lambda accounts: [Attack(accounts.attackers[role], list(groups))]


@fault("plan-flood")
def plan_flood():
    """A viewer asks for the plan, again and again."""
    yield from trials(
        f"{of(120)} of a viewer, /v1/plan", lone("viewer", busy("pipeline", "plan", 60), busy("ask", "plan", 60)))


@fault("rehearsal-flood")
def rehearsal_flood():
    """An operator rehearses bodies of thousands of commands, each of which says which revision it expects."""
    yield from trials(
        f"{of(120)} of an operator, bodies to be rehearsed", lone("operator", busy("ask", "rehearsal", 120)))


@fault("reads-flood")
def reads_flood():
    """An operator opens sealed fields of random persons, and a coordinator asks for everything that is held about them."""

    def attacks(accounts):
        return [
            Attack(accounts.attackers["operator"], [busy("ask", "read", 60)]),
            Attack(accounts.attackers["coordinator"], [busy("ask", "access", 60)])]

    yield from trials(f"{of(60)} each of an operator and a coordinator, personal data", attacks)


@fault("diff-flood")
def diff_flood():
    """An auditor compares the office at random pairs of positions."""
    for count in (2, 120):
        # Two connections are used in both forms.
        group = {"mode": "ask", "what": "diff", "count": 2} if count == 2 else busy("ask", "diff", count)
        yield from trials(f"{group['count']} connections of an auditor, /v1/diff", lone("auditor", group))


@fault("indicators-flood")
def indicators_flood():
    """An operator asks for the indicators as of random positions."""
    yield from trials(
        f"{of(120)} of an operator, /v1/indicators?asOf", lone("operator", busy("ask", "indicators", 120)))


@fault("no-role-crowd")
def no_role_crowd():
    """Two accounts without a role keep all the connections that they get, and open them again when they lose them."""

    def attacks(accounts):
        kinds = (("idle", None, 43), ("half", None, 43), ("ask", "health", 42))
        groups = [{"mode": mode, "what": what, "count": count} for mode, what, count in kinds]
        return [Attack(stranger, groups) for stranger in accounts.strangers]

    yield from trials("128 connections each of two accounts without a role", attacks, anew=True)


@fault("idle-crowd")
def idle_crowd():
    """An operator keeps connections open by asking something just before they would be closed."""
    crowd = {"mode": "now-and-then", "what": "health", "count": 120, "pause": 1.5}
    yield from trials(
        "120 connections of an operator, /healthz every 1.5 s of 2", lone("operator", crowd),
        limits="idleSeconds = 2", anew=True)


@fault("tiles-and-events")
def tiles_and_events():
    """An auditor streams the whole log, fast and slowly, and asks for tiles."""
    yield from trials(
        f"{of(120)} of an auditor, /v1/events and tiles",
        lone("auditor", busy("ask", "events", 40), busy("slow", "events", 40), busy("ask", "tile", 40)))


@fault("abandoned")
def abandoned():
    """A coordinator asks long questions and disconnects before they are answered, again and again."""
    yield from trials(
        f"{of(120)} of a coordinator, closed as soon as they have asked",
        lone("coordinator", busy("abandon", "expensive", 120)))


@fault("commands-flood")
def commands_flood():
    """An operator sends commands as fast as they are answered, one by one and in bodies of thousands."""
    yield from trials(
        f"{of(120)} of an operator, single commands and bodies",
        lone("operator", busy("ask", "command", 60), busy("ask", "body", 60)))


@fault("disk-quota")
def disk_quota():
    """An operator fills the disk with large commands, until the daily quota of the account is used up."""

    def check(reports):
        busy = sum(told["codes"].get("busy", 0) for told in reports)
        return [] if busy else ["the account was never told that it has brought enough for a day"]

    yield from trials(
        f"{of(120)} of an operator, commands of 1,000 characters", lone("operator", busy("ask", "large", 120)),
        limits=f"accountDailyBytes = {Size.of(500_000, 2_000_000)}", pause=0.05, check=check)
