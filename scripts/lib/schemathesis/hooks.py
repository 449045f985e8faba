"""What the document of the API cannot say, for schemathesis: used by scripts/test-api."""

import json
import uuid

import schemathesis


@schemathesis.hook
def before_call(context, case, kwargs):
    """A key belongs to one request; a version and a cursor are what the service has told."""
    headers = case.headers
    if headers:
        for name in list(headers):
            if name.lower() == "idempotency-key":
                headers[name] = str(uuid.uuid4())
            if name.lower() == "if-match":
                headers[name] = "*"
            if name.lower() == "if-none-match":
                headers[name] = '"0"'
    if case.query and isinstance(case.query.get("cursor"), str):
        del case.query["cursor"]


@schemathesis.serializer("application/x-ndjson")
def ndjson(context, value):
    lines = value if isinstance(value, list) else [value]
    return "".join(json.dumps(line) + "\n" for line in lines).encode()
