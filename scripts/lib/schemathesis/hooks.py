"""What no schema can say, for schemathesis: used by scripts/test-api.

Values that only the service knows (versions, cursors, who and what there is) are put in where the generator means to send
something valid. What it means to be refused is sent as it is.
"""

import json
import os
import re
import uuid

import requests
import schemathesis
from schemathesis.core.parameters import ParameterLocation

KEY = "idempotency-key"
KEYS = re.compile(r"^[!#-+\--:<-\[\]-~]{1,255}$")
TAGS = re.compile(r'^(\*|(W/)?"[^"]*"(,.*)?)$')
CURSOR = re.compile(r"^[A-Za-z0-9_-]+$")


def is_meant_to_be_valid(case, location):
    info = case.meta.components.get(location) if case.meta else None
    return info is None or info.mode.is_positive


@schemathesis.hook
def before_call(context, case, kwargs):
    put_path(case)
    put_headers(case)
    put_query(case)
    of_rating = case.operation.path.startswith("/ratings") and isinstance(case.body, dict)
    if of_rating and is_meant_to_be_valid(case, ParameterLocation.BODY):
        put_ends_of_rating(case)


def put_path(case):
    """API keys are of the caller alone; a request to ask for is one that was sent."""
    if not is_meant_to_be_valid(case, ParameterLocation.PATH):
        return
    if case.operation.path.startswith("/users/{id}/api-keys"):
        case.path_parameters["id"] = os.environ["PULLWAY_TEST_USER"]
    if case.operation.path == "/-/requests/{resource}/{id}":
        case.path_parameters["resource"], case.path_parameters["id"] = os.environ["PULLWAY_TEST_REQUEST"].split("/")


def put_headers(case):
    """A key belongs to one request; a version is one that the service has told.

    The generator makes header values of letters and digits only, and calls 0 valid where none of these fits a pattern.
    """
    valid = is_meant_to_be_valid(case, ParameterLocation.HEADER)
    for name in list(case.headers or {}):
        value = case.headers[name]
        if name.lower() == KEY and (valid or KEYS.match(str(value))):
            case.headers[name] = str(uuid.uuid4())
        if name.lower() == "if-match" and (valid or TAGS.match(str(value))):
            case.headers[name] = "*"
        if name.lower() == "if-none-match" and (valid or TAGS.match(str(value))):
            case.headers[name] = '"0"'


def put_query(case):
    query = case.query or {}
    valid = is_meant_to_be_valid(case, ParameterLocation.QUERY)
    if "cursor" in query and (valid or CURSOR.match(str(query["cursor"]))):
        del query["cursor"]
    if valid and "minScore" in query and "maxScore" in query:
        # Neither is wrong by itself.
        low, high = sorted([query["minScore"], query["maxScore"]], key=float)
        query["minScore"], query["maxScore"] = low, high


def put_ends_of_rating(case):
    """Of a new one: a user and a service that there are. Of one that is there: its own, which cannot be changed."""
    if case.operation.path == "/ratings/{id}":
        there = read(case, f"/ratings/{case.path_parameters['id']}")
        ends = (there or {}).get("userId"), (there or {}).get("serviceId")
    else:
        ends = newest(case, "/users"), newest(case, "/services")
    for name, value in zip(("userId", "serviceId"), ends):
        if name in case.body and value is not None:
            case.body[name] = value


def newest(case, path):
    entries = read(case, path + "?sort=-id&limit=1")
    return entries[0]["id"] if entries else None


def read(case, target):
    answer = requests.get(case.operation.base_url + target, timeout=30)
    return answer.json() if answer.status_code == 200 else None


@schemathesis.check
def lines_of_an_import_are_judged(context, response, case):
    """The answer to an import is 200: what is wrong with a line, its own line says."""
    imported = case.operation.path == "/ratings/import" and response.status_code == 200
    if imported and not is_meant_to_be_valid(case, ParameterLocation.BODY):
        for line in response.text.splitlines():
            assert json.loads(line)["status"] >= 400, line


@schemathesis.serializer("application/x-ndjson")
def ndjson(context, value):
    lines = value if isinstance(value, list) else [value]
    return "".join(json.dumps(line) + "\n" for line in lines).encode()
