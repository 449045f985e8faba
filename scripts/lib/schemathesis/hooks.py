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

LINES = "application/x-ndjson"
PROBLEM = "application/problem+json"
# Of the message and its way, and not of the operation.
OF_HTTP = {"connection", "content-length", "content-type", "date", "keep-alive", "transfer-encoding", "via"}

KEY = "idempotency-key"
KEYS = re.compile(r"^[!#-+\--:<-\[\]-~]{1,255}$")
TAGS = re.compile(r'^(\*|(W/)?"[^"]*"(,.*)?)$')
CURSOR = re.compile(r"^[A-Za-z0-9_-]+$")

# What is wrong in these, the HTTP parser refuses before there is a request (docs/outcomes.md): 400 without a body.
FRAMING = {"content-length", "transfer-encoding"}


def is_meant_to_be_valid(case, location):
    info = case.meta.components.get(location) if case.meta else None
    return info is None or info.mode.is_positive


@schemathesis.hook
def before_load_schema(context, raw_schema):
    """A body of many lines is a string for clients; here it is what its lines are, and so they are made and judged."""
    if isinstance(raw_schema, dict):
        lines = raw_schema.get(LINES)
        if isinstance(lines, dict) and "contentSchema" in lines["schema"]:
            lines["schema"] = lines["schema"]["contentSchema"]
        raw_schema = list(raw_schema.values())
    for part in raw_schema if isinstance(raw_schema, list) else []:
        before_load_schema(context, part)


@schemathesis.hook
def before_call(context, case, kwargs):
    put_path(case)
    put_headers(case)
    put_query(case)
    if case.operation.path.startswith("/ratings") and is_meant_to_be_valid(case, ParameterLocation.BODY):
        put_ends_of_ratings(case)


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
        if name.lower() in FRAMING:
            del case.headers[name]
            continue
        value = case.headers[name]
        if name.lower() == KEY and (valid or KEYS.match(str(value))):
            case.headers[name] = str(uuid.uuid4())
        if name.lower() == "if-match" and (valid or TAGS.match(str(value))):
            case.headers[name] = "*"
        if name.lower() == "if-none-match" and (valid or TAGS.match(str(value))):
            case.headers[name] = '"0"'
    if valid and case.operation.path == "/-/sign-out":
        case.headers["Sec-Fetch-Site"] = "same-origin"


def put_query(case):
    query = case.query or {}
    valid = is_meant_to_be_valid(case, ParameterLocation.QUERY)
    if "cursor" in query and (valid or CURSOR.match(str(query["cursor"]))):
        del query["cursor"]
    if valid and "minScore" in query and "maxScore" in query:
        # Neither is wrong by itself.
        low, high = sorted([query["minScore"], query["maxScore"]], key=float)
        query["minScore"], query["maxScore"] = low, high


def put_ends_of_ratings(case):
    """Of new ones: a user and a service that there are. Of one that is there: its own, which cannot be changed."""
    ratings = [each for each in (case.body if isinstance(case.body, list) else [case.body]) if isinstance(each, dict)]
    if not ratings:
        return
    if case.operation.path == "/ratings/{id}":
        there = read(case, f"/ratings/{case.path_parameters['id']}")
        ends = (there or {}).get("userId"), (there or {}).get("serviceId")
    else:
        ends = newest(case, "/users"), newest(case, "/services")
    for rating in ratings:
        for name, value in zip(("userId", "serviceId"), ends):
            if name in rating and value is not None:
                rating[name] = value


def newest(case, path):
    entries = read(case, path + "?sort=-id&limit=1")
    return entries[0]["id"] if entries else None


def read(case, target):
    answer = requests.get(case.operation.base_url + target, timeout=30)
    return answer.json() if answer.status_code == 200 else None


def documented(case, response):
    """What the document says of this answer; None where it says nothing."""
    document = case.operation.schema.raw_schema
    responses = document["paths"][case.operation.path][case.operation.method.lower()]["responses"]
    # What was asked with another method is no answer of this operation.
    same = case.method.upper() == case.operation.method.upper()
    return resolved(document, responses.get(str(response.status_code))) if same else None


def resolved(document, node):
    if node and "$ref" in node:
        for name in node["$ref"].removeprefix("#/").split("/"):
            document = document[name]
        return document
    return node


@schemathesis.check
def fields_are_documented(context, response, case):
    """All that an answer carries, the document says."""
    described = documented(case, response)
    # The platform hands the fields of the stored answer on.
    if described and case.operation.path != "/-/requests/{resource}/{id}":
        unknown = set(response.headers) - OF_HTTP - {name.lower() for name in described.get("headers", {})}
        assert not unknown, f"{response.status_code} has {sorted(unknown)}"


@schemathesis.check
def problems_are_documented(context, response, case):
    """The type of a problem is that of one of the examples that the document has for its status."""
    described = documented(case, response)
    if described and PROBLEM in response.headers.get("content-type", []):
        examples = described["content"][PROBLEM].get("examples", {}).values()
        document = case.operation.schema.raw_schema
        types = {resolved(document, example)["value"].get("type") for example in examples}
        assert response.json().get("type") in types, f"{response.status_code} {response.text}"


@schemathesis.check
def lines_of_an_import_are_judged(context, response, case):
    """The answer to an import is 200 with a line for each: what is wrong with one, its own line says."""
    if case.operation.path == "/ratings/import" and response.status_code == 200 and documented(case, response):
        told = lines(context, response)
        sent = case.body if isinstance(case.body, list) else [case.body]
        assert [line["line"] for line in told] == list(range(1, len(sent) + 1)), response.text
        if not is_meant_to_be_valid(case, ParameterLocation.BODY):
            assert any(line["status"] >= 400 for line in told), response.text


@schemathesis.deserializer(LINES)
def lines(context, response):
    return [json.loads(line) for line in response.text.splitlines()]


@schemathesis.serializer(LINES)
def ndjson(context, value):
    sent = value if isinstance(value, list) else [value]
    return "".join(json.dumps(line) + "\n" for line in sent).encode()
