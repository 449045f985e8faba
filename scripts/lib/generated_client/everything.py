"""Does everything that the rating API offers, with a client that was generated from its document.

Used by scripts/test-client, which puts the generated package `pullway_client` on the path. What is expected is asserted;
at the end each operation of the document must have been used, and those are named that never succeeded: without dead
letters, what is done with them.
"""

import importlib
import io
import json
import os
import pkgutil
import re
import time
import uuid

import pullway_client.api
from pullway_client import AuthenticatedClient, Client
from pullway_client.models import (
    ApiKey,
    CreatedApiKey,
    ImportedLine,
    ListUsersSort,
    NewApiKey,
    NewRating,
    NewService,
    NewUser,
    Problem,
    PullwayOpenedLetter,
    PullwayProblem,
    PullwayRedrive,
    PullwayStatus,
    Rating,
    RatingPatch,
    RebuiltAverages,
    Service,
    ServicePatch,
    Statistics,
    User,
    UserPatch,
)
from pullway_client.types import File

TARGET = os.environ["PULLWAY_TEST_TARGET"]
ADMIN = AuthenticatedClient(TARGET, os.environ["PULLWAY_TEST_ADMIN"], raise_on_unexpected_status=True)
USER = AuthenticatedClient(TARGET, os.environ["PULLWAY_TEST_USER"], raise_on_unexpected_status=True)
NOBODY = Client(TARGET, raise_on_unexpected_status=True)

OPERATIONS = {
    name.rsplit(".", 1)[-1]: importlib.import_module(name)
    for _, name, is_package in pkgutil.walk_packages(pullway_client.api.__path__, "pullway_client.api.")
    if not is_package
}
used = set()
succeeded = set()


def ask(operation, client, *path, status, is_a=None, **fields):
    """Calls an operation, and returns its answer: of this status, and of this type where it has a body."""
    used.add(operation)
    answer = OPERATIONS[operation].sync_detailed(*path, client=client, **fields)
    assert answer.status_code == status, f"{operation}: {answer.status_code} {answer.content!r}"
    if status < 400:
        succeeded.add(operation)
    assert is_a is None or isinstance(answer.parsed, is_a), f"{operation}: {answer.parsed!r}"
    if status >= 400:
        assert answer.parsed.status == status, f"{operation}: {answer.parsed!r}"
    return answer


def users():
    """Makes a user once by a key, changes it by its version, replaces it; a list has an end."""
    key = str(uuid.uuid4())
    body = NewUser(first_name="Gene", last_name="Rated")
    made = ask("create_user", USER, body=body, idempotency_key=key, status=201, is_a=User)
    again = ask("create_user", USER, body=body, idempotency_key=key, status=201, is_a=User)
    assert again.parsed.id == made.parsed.id, "the same key made two"
    assert made.headers["location"].endswith(f"/users/{made.parsed.id}")
    ask("create_user", USER, body=body, status=409)
    ask("create_user", NOBODY, body=body, status=401, is_a=Problem)

    user = made.parsed.id
    assert ask("read_own_user", USER, status=200, is_a=User).parsed.id == user
    read = ask("read_user", NOBODY, user, status=200, is_a=User)
    version = read.headers["etag"]
    ask("read_user", NOBODY, user, if_none_match=version, status=304)
    patch = UserPatch.from_dict({"lastName": "Patched"})
    ask("change_user", USER, user, body=patch, if_match=version, status=200, is_a=User)
    ask("change_user", USER, user, body=patch, if_match=version, status=412, is_a=Problem)
    ask("replace_user", USER, user, body=body, status=200, is_a=User)
    ask("read_user", NOBODY, 10**15, status=404, is_a=Problem)
    return user


def pages():
    """Goes through a list as Link says, and meets everybody once."""
    seen, cursor = [], {}
    while True:
        page = ask("list_users", NOBODY, limit=50, sort=ListUsersSort("id"), status=200, is_a=list, **cursor)
        seen += [user.id for user in page.parsed]
        following = re.search(r'[?&]cursor=([^&>]+)[^>]*>; *rel="?next', page.headers.get("link", ""))
        if not following:
            break
        cursor = {"cursor": following[1]}
    assert len(seen) > 50 and seen == sorted(set(seen)), "a page was missed or came twice"
    wrong = ask("list_users", NOBODY, limit=100_000, status=422, is_a=Problem)
    assert [error.field for error in wrong.parsed.errors] == ["limit"], wrong.parsed


def services():
    body = NewService(name="Generated", description="By a client.")
    ask("create_service", USER, body=body, status=403, is_a=Problem)
    service = ask("create_service", ADMIN, body=body, status=201, is_a=Service).parsed.id
    version = ask("read_service", NOBODY, service, status=200).headers["etag"]
    patch = ServicePatch.from_dict({"description": None})
    changed = ask("change_service", ADMIN, service, body=patch, if_match=version, status=200, is_a=Service)
    assert not changed.parsed.description, "a merge patch takes a field away"
    ask("replace_service", ADMIN, service, body=body, status=200, is_a=Service)
    found = ask("list_services", NOBODY, q="Generated", status=200, is_a=list)
    assert service in [each.id for each in found.parsed]
    return service


def ratings(user, service):
    body = NewRating(user_id=user, service_id=service, score=4, comment="Typed.")
    rating = ask("create_rating", USER, body=body, status=201, is_a=Rating).parsed.id
    ask("create_rating", USER, body=body, status=409, is_a=Problem)
    wrong = NewRating.from_dict({**body.to_dict(), "score": 9})
    refused = ask("create_rating", USER, body=wrong, status=422, is_a=Problem)
    assert [error.field for error in refused.parsed.errors] == ["score"], refused.parsed

    version = ask("read_rating", NOBODY, rating, status=200, is_a=Rating).headers["etag"]
    patch = RatingPatch.from_dict({"score": 5})
    assert ask("change_rating", USER, rating, body=patch, if_match=version, status=200).parsed.score == 5
    ask("change_rating", USER, rating, body=patch, if_match=version, status=412, is_a=Problem)
    ask("replace_rating", USER, rating, body=body, status=200, is_a=Rating)
    assert len(ask("list_ratings", NOBODY, user_id=user, status=200, is_a=list).parsed) == 1
    assert ask("read_service_statistics", NOBODY, service, status=200, is_a=Statistics).parsed.count == 1
    ask("delete_rating", USER, rating, if_match=version, status=412, is_a=Problem)
    ask("delete_rating", USER, rating, status=204)
    import_ratings(body, wrong)
    ask("rebuild_averages", ADMIN, status=200, is_a=RebuiltAverages)


def import_ratings(rating, wrong):
    """Sends many lines, each made of the model of one, and reads as many."""
    sent = "".join(json.dumps(line.to_dict()) + "\n" for line in (rating, rating, wrong))
    told = ask("import_ratings", ADMIN, body=File(io.BytesIO(sent.encode())), status=200, is_a=File).parsed.payload
    report = [ImportedLine.from_dict(json.loads(line)) for line in told.read().decode().splitlines()]
    assert [(line.line, line.status) for line in report] == [(1, 201), (2, 409), (3, 422)], report
    assert [error.field for error in report[2].errors] == ["score"], report


def api_keys(user):
    key = ask("create_api_key", USER, user, body=NewApiKey(name="generated"), status=201, is_a=CreatedApiKey).parsed
    machine = Client(TARGET, headers={"X-API-Key": key.key}, raise_on_unexpected_status=True)
    ask("change_user", machine, user, body=UserPatch.from_dict({"firstName": "Machine"}), status=200, is_a=User)
    assert [each.id for each in ask("list_api_keys", USER, user, status=200, is_a=list).parsed] == [key.id]
    ask("read_api_key", USER, user, key.id, status=200, is_a=ApiKey)
    ask("delete_api_key", USER, user, key.id, status=204)
    ask("change_user", machine, user, body=UserPatch.from_dict({"firstName": "Late"}), status=401, is_a=Problem)


def platform(service):
    later = ask("read_service", NOBODY, service, prefer="respond-async", status=202, is_a=PullwayStatus)
    resource, request = later.headers["location"].rsplit("/", 2)[-2:]
    request = uuid.UUID(request)
    while OPERATIONS["read_request"].sync_detailed(resource, request, client=NOBODY).status_code == 202:
        time.sleep(0.1)
    # Of any operation: it is for the client to say of which.
    answer = ask("read_request", NOBODY, resource, request, status=200).parsed
    assert Service.from_dict(answer).id == service
    ask("read_request", NOBODY, "users", uuid.uuid4(), status=404, is_a=PullwayProblem)
    assert ask("read_api", NOBODY, status=200).parsed["openapi"].startswith("3.1")
    assert ask("read_async_api", NOBODY, status=200).parsed["asyncapi"].startswith("3.")
    if "read_session" in OPERATIONS:
        # Where browsers can sign in. This is none that has.
        assert not ask("read_session", NOBODY, status=200).parsed.signed_in
        # Only a page of the same origin may.
        ask("sign_out", NOBODY, status=403, is_a=PullwayProblem)
        page = Client(TARGET, headers={"Sec-Fetch-Site": "same-origin"}, raise_on_unexpected_status=True)
        assert not ask("sign_out", page, status=200).parsed.signed_in


def dead_letters():
    """There need not be any; and nobody who is no admin may know."""
    letters = ask("list_dead_letters", ADMIN, status=200, is_a=list).parsed
    ask("list_dead_letters", ADMIN, limit=1000, status=400, is_a=PullwayProblem)
    for operation in ("read_dead_letter", "delete_dead_letter", "redrive_dead_letter"):
        ask(operation, NOBODY, uuid.uuid4(), status=401, is_a=PullwayProblem)
        ask(operation, USER, uuid.uuid4(), status=403, is_a=PullwayProblem)
        ask(operation, ADMIN, uuid.uuid4(), status=404, is_a=PullwayProblem)
    for letter, remove in zip(letters, (redrive, delete)):
        ask("read_dead_letter", ADMIN, letter.id, status=200, is_a=PullwayOpenedLetter)
        remove(letter)
        ask("read_dead_letter", ADMIN, letter.id, status=404, is_a=PullwayProblem)


def redrive(letter):
    redriven = ask("redrive_dead_letter", ADMIN, letter.id, status=200, is_a=PullwayRedrive).parsed
    assert redriven.outcome == "answered" and redriven.deleted, redriven


def delete(letter):
    ask("delete_dead_letter", ADMIN, letter.id, status=204)


def moderation():
    """Where there is a moderation service."""
    if "judge_comment" not in OPERATIONS:
        return
    judge = OPERATIONS["judge_comment"]
    for text, allowed in (("Came on time.", True), ("What a scam!", False)):
        verdict = ask("judge_comment", USER, body=judge.Comment(text=text), status=200, is_a=judge.Verdict).parsed
        assert verdict.allowed == allowed, f"{text}: {verdict!r}"
    assert ask("list_verdicts", ADMIN, status=200, is_a=list).parsed[0].text == "What a scam!"


def listen(operation, client, **fields):
    """The answer has no end: what the client would send is sent, and the beginning of the answer read."""
    used.add(operation)
    request = OPERATIONS[operation]._get_kwargs(**fields)
    with client.get_httpx_client().stream(**request) as answer:
        assert answer.status_code == 200, f"{operation}: {answer.status_code}"
        assert any(line.startswith(("id: ", "data: ")) for line in answer.iter_lines()), operation
    succeeded.add(operation)


def leave(user, service):
    ask("delete_user", USER, user, status=204)
    ask("delete_service", ADMIN, service, status=204)
    ask("read_user", NOBODY, user, status=404, is_a=Problem)


def main():
    user = users()
    pages()
    service = services()
    ratings(user, service)
    api_keys(user)
    platform(service)
    dead_letters()
    moderation()
    listen("listen", NOBODY, topic="ratings")
    listen("watch_platform", ADMIN)
    leave(user, service)
    unused = OPERATIONS.keys() - used
    assert not unused, f"never used: {sorted(unused)}"
    print(f"Did everything: {len(used)} operations.")
    if used - succeeded:
        print(f"Never with success: {', '.join(sorted(used - succeeded))}.")


main()
