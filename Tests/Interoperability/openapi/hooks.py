"""What schemathesis must know to try labd."""

import schemathesis


@schemathesis.serializer("application/x-ndjson")
def lines(context, value):
    return value.encode() if isinstance(value, str) else str(value).encode()


@schemathesis.hook
def before_call(context, case, kwargs):
    # A follower's stream ends when labd does.
    if case.query and str(case.query.get("follow")) == "1":
        case.query["follow"] = "0"
