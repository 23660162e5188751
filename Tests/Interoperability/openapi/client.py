"""Uses the Python package that deploy/clients/python.sh makes, as a program of the office would.

    python3 client.py SOCKET       with the folder of labd_client in PYTHONPATH, and a labd with the demonstration's season

Every view that can be asked without an argument is asked by its function: what the package makes of the answer must be the answer,
and what it writes of it again as well. A command is recorded, sent again, and refused."""

import datetime
import importlib
import inspect
import json
import pkgutil
import sys

import httpx
import labd_client.api.views
from labd_client import Client
from labd_client.api.commands import post_commands
from labd_client.api.views import get_case, get_compliance
from labd_client.models import CommandAnswer, CommandHoursLog, CommandHoursLogData, Problem


def plain(value):
    """A value with its instants in one form, of which the package writes another: Z and +00:00 are the same."""
    if isinstance(value, dict):
        return {name: plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    if isinstance(value, str) and "T" in value and value.startswith(("1", "2")):
        try:
            return datetime.datetime.fromisoformat(value).isoformat()
        except ValueError:
            return value
    return value


def views(client):
    asked = 0
    for module in pkgutil.iter_modules(labd_client.api.views.__path__):
        view = importlib.import_module(f"labd_client.api.views.{module.name}").sync_detailed
        needed = [one for one in inspect.signature(view).parameters.values() if one.default is one.empty]
        if [one.name for one in needed] != ["client"] or module.name == "get_diff":
            continue
        answer = view(client=client)
        assert answer.status_code == 200, (module.name, answer.content)
        assert plain(answer.parsed.to_dict()) == plain(json.loads(answer.content)), module.name
        asked += 1
    assert asked >= 20, asked
    return asked


def entry(identifier, minutes):
    return CommandHoursLog(
        id=identifier, command="hours.log",
        at=datetime.datetime(2020, 7, 1, 8, tzinfo=datetime.timezone.utc),
        data=CommandHoursLogData(
            entry="client-1", worker="sw-01", on=datetime.date(2019, 12, 10), minutes=minutes, fund="fami",
            activity="sportello", line="secretariat-towns", place="rovato",
            reason="dimenticate"))


def commands(client):
    recorded = post_commands.sync(client=client, body=entry("client-1", 90))
    assert isinstance(recorded, CommandAnswer) and not recorded.repeated and recorded.events[0].type_ == "hours.logged", recorded
    again = post_commands.sync(client=client, body=entry("client-1", 90))
    assert again.repeated and again.events[0].position == recorded.events[0].position, again
    refused = post_commands.sync(client=client, body=entry("client-1", 120))
    assert isinstance(refused, Problem) and str(refused.code) == "id-reused" and refused.status == 409, refused
    unknown = get_case.sync(client=client, id="no-such-case")
    assert isinstance(unknown, Problem) and unknown.status == 404 and "no-such-case" in str(unknown.detail), unknown


def main():
    client = Client(base_url="http://labd", httpx_args={"transport": httpx.HTTPTransport(uds=sys.argv[1])})
    asked = views(client)
    before = get_compliance.sync(client=client, place="rovato").position
    commands(client)
    assert get_compliance.sync(client=client, place="rovato").position == before + 1
    print(f"{asked} views read and written again as labd answered them; a command recorded once, repeated, refused")


main()
