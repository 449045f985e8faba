#!/usr/bin/env python3
"""Serves GET /api/hello behind Pullway: docs/wire-contract.md with plain sockets, one request at a time.

Usage: python3 docs/examples/worker.py [nats://[USER:PASSWORD@]HOST:PORT]
The stream: scripts/pullway apply docs/examples/hello-service.yaml
"""

import calendar
import json
import re
import signal
import socket
import sys
import time
import uuid
from urllib.parse import unquote_to_bytes, urlsplit

SERVICE, RESOURCE, INSTANCE = "hello-service", "hello", "python-" + uuid.uuid4().hex[:8]
MAX_DELIVERIES, PULL_SECONDS, CLOCK_SECONDS, LEAST_TO_START = 5, 1, 30, 50 * 10**6
METHODS, UNSAFE = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}, {"POST", "PATCH"}
OWN = {"pullway-" + name for name in ("version", "request-id", "reply-to", "budget-ms", "attempt", "claim")}
TOKEN, VALUE = r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+", r"[\t -~\x80-\xff]*"
REQUEST = re.compile(rf"({TOKEN}) (/[!-\"$-~\x80-\xff]*) HTTP/1\.1\r\n((?:{TOKEN}:{VALUE}\r\n)*)\r\n")
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
stopping = False


class Refused(Exception):
    """No request of this contract: taken out of the queue, never run."""


class Nats:
    """As much of the NATS client protocol as is needed. A server that says nothing for long is gone."""

    def __init__(self, url):
        at = urlsplit(url)
        self.socket = socket.create_connection((at.hostname, at.port or 4222), timeout=PULL_SECONDS + 5)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.stream = self.socket.makefile("rb")
        self.max_payload = json.loads(self.stream.readline().split(b" ", 1)[1])["max_payload"]
        login = {"user": at.username, "pass": at.password} if at.username else {}
        options = {
            "verbose": False,
            "pedantic": False,
            "headers": True,
            "no_responders": True,
            "protocol": 1,
            "name": INSTANCE,
            "lang": "python",
            "version": "1",
            **login,
        }
        self.inbox = f"_INBOX_{at.username or 'pullway'}.{uuid.uuid4().hex}"
        self.socket.sendall(f"CONNECT {json.dumps(options)}\r\nSUB {self.inbox}.* 1\r\n".encode())

    def publish(self, subject, payload, reply=""):
        self.socket.sendall(f"PUB {subject} {reply} {len(payload)}\r\n".encode() + payload + b"\r\n")

    def next(self):
        """The next message: subject, reply subject, NATS header block, payload."""
        while line := self.stream.readline().decode("latin-1"):
            verb, *words = line.split() or [""]
            if verb == "PING":
                self.socket.sendall(b"PONG\r\n")
            elif verb in ("MSG", "HMSG"):
                total, head = int(words[-1]), int(words[-2]) if verb == "HMSG" else 0
                reply = words[2] if len(words) == (5 if head else 4) else ""
                data = self.stream.read(total + 2)
                return words[0], reply, data[:head].decode("latin-1"), data[head:-2]
            elif verb == "-ERR":
                print(line.strip(), file=sys.stderr)
        raise ConnectionError("the NATS server closed the connection")


class ServerClock:
    """The NATS server's clock as an offset of the monotonic one: the least round trip of five."""

    def __init__(self, nats):
        self.measured, readings = time.monotonic(), []
        for _ in range(5):
            sent = time.monotonic_ns()
            nats.publish(f"$JS.API.STREAM.INFO.{SERVICE}", b"", f"{nats.inbox}.clock")
            stamps = re.findall(rb'"ts":\s*"([^".Z]+)(?:\.(\d+))?Z"', nats.next()[3])
            received = time.monotonic_ns()
            if not stamps:
                raise ConnectionError(f"no stream {SERVICE}: scripts/pullway apply docs/examples/hello-service.yaml")
            second, fraction = (part.decode() for part in stamps[-1])
            told = calendar.timegm(time.strptime(second, "%Y-%m-%dT%H:%M:%S")) * 10**9 + int(fraction.ljust(9, "0"))
            readings.append(((received - sent) // 2, told - (sent + received) // 2))
        self.error, self.offset = min(readings)

    def now(self):
        return time.monotonic_ns() + self.offset


def subject_of(method, target):
    path = target.split("?")[0]
    if method not in METHODS or re.search(r"%(?![0-9A-Fa-f]{2})|%2[Ff]|%5[Cc]|%00|\\", path):
        raise Refused("a method or target that is not forwarded")
    segments = [unquote_to_bytes(text.encode("latin-1")).decode("latin-1") for text in path[1:].split("/")]
    if "." in segments or ".." in segments:
        raise Refused("a dot segment")
    first, *rest = [re.sub(r"[^A-Za-z0-9_-]", lambda c: f"%{ord(c[0]):02X}", text) or "%" for text in segments]
    return ".".join(["http", first, method.lower(), *rest])


def decode(subject, payload):
    """Method, target, own fields, the application's fields and the body."""
    message = REQUEST.match(payload.decode("latin-1"))
    if not message:
        raise Refused("not an HTTP request")
    lines = [line.split(":", 1) for line in message[3].split("\r\n")[:-1]]
    fields = [(name.lower(), value.strip(" \t")) for name, value in lines]
    own = dict(field for field in fields if field[0] in OWN)
    if len(own) < sum(name in OWN for name, _ in fields):
        raise Refused("a field of the platform stands twice")
    request_id = own.get("pullway-request-id", "")
    reply_to = rf"reply\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.{RESOURCE}\.{request_id}"
    if not ID.fullmatch(request_id) or not re.fullmatch(reply_to, own.get("pullway-reply-to", "")):
        raise Refused("no request id, or a reply address that is not one for this request")
    if "pullway-version" not in own:
        raise Refused("no version")
    if own["pullway-version"] == "1":
        budget = own.get("pullway-budget-ms", "")
        attempt = own.setdefault("pullway-attempt", "1")
        numbers = re.fullmatch("[0-9]{1,18}(,[0-9]{1,18}){2}", f"{budget},{attempt},{own.get('pullway-claim', '0')}")
        if not numbers or not 1 <= int(budget) <= 3_600_000 or int(attempt) == 0:
            raise Refused("no valid budget, attempt or claim")
        if subject_of(message[1], message[2]) != subject:
            raise Refused("the subject is not that of the method and target")
    return message[1], message[2], own, [f for f in fields if not f[0].startswith("pullway-")], payload[message.end() :]


def application(method, target):
    """What this service does: status, fields, body."""
    if target.split("?")[0] != "/hello":
        return 404, [], b""
    if method not in ("GET", "HEAD"):
        return 405, [("allow", "GET, HEAD")], b""
    body, kind = b"Hello from Python\n", [("content-type", "text/plain")]
    return (200, kind, body) if method == "GET" else (200, kind + [("content-length", len(body))], b"")


def serve(nats, clock, subject, ack, payload):
    words = ack.split(".")
    deliveries, stored = (int(words[at if len(words) == 9 else at + 2]) for at in (4, 7))
    method, target, own, _, _ = decode(subject, payload)

    def answer(status, said, fields=(), body=b""):
        lines = [("pullway-request-id", own["pullway-request-id"]), ("pullway-served-by", INSTANCE), said, *fields]
        head = f"HTTP/1.1 {status} \r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines)
        return f"{head}\r\n".encode("latin-1") + body

    def decided(status, outcome):
        return answer(status, ("pullway-outcome", outcome))

    if own["pullway-version"] != "1":
        nats.publish(own["pullway-reply-to"], decided(500, "unsupported-version"))
        raise Refused("another version of the contract")
    again = deliveries > 1 or int(own["pullway-attempt"]) > 1
    left = stored + int(own["pullway-budget-ms"]) * 10**6 - clock.now()
    if again and method in UNSAFE:
        told = decided(502, "outcome-unknown")
    elif deliveries > MAX_DELIVERIES:
        told = decided(500, "gave-up")
    elif left < LEAST_TO_START + clock.error:
        told = decided(504, "outcome-unknown" if again else "not-started")
    else:
        waited = ("pullway-queue-wait-ms", max(0, (clock.now() - stored) // 10**6))
        status, fields, body = application(method, target)
        told = answer(status, waited, fields, body)
        if len(told) > nats.max_payload:
            told = decided(502, "answer-too-large")
    nats.publish(own["pullway-reply-to"], told)
    nats.publish(ack, b"+ACK")


def report(nats, draining=False):
    """Says that this instance is there: proxies refuse requests for a service of which they hear nobody."""
    said = {"service": SERVICE, "instance": INSTANCE, "slots": 1, "running": 0, "draining": draining}
    nats.publish(f"presence.{RESOURCE}.{INSTANCE}", json.dumps(said).encode())


def work(nats):
    clock = ServerClock(nats)
    print(f"{INSTANCE} serves /{RESOURCE}", flush=True)
    while not stopping:
        if time.monotonic() - clock.measured > CLOCK_SECONDS:
            clock = ServerClock(nats)
        report(nats)  # a pull ends after a second, so this is said every second
        pull = json.dumps({"batch": 1, "expires": PULL_SECONDS * 10**9}).encode()
        nats.publish(f"$JS.API.CONSUMER.MSG.NEXT.{SERVICE}.{SERVICE}", pull, f"{nats.inbox}.pull")
        subject, ack, headers, payload = nats.next()
        if ack.startswith("$JS.ACK."):
            try:
                serve(nats, clock, subject, ack, payload)
            except Refused as reason:
                print(f"rejected: {reason}", file=sys.stderr)
                nats.publish(ack, b"+TERM")
        elif not headers.startswith("NATS/1.0 408"):
            raise ConnectionError(f"the pull was refused: {headers.strip()}")
    report(nats, draining=True)


def stop(*_):
    global stopping
    stopping = True


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while not stopping:
        try:
            work(Nats(sys.argv[1] if len(sys.argv) > 1 else "nats://127.0.0.1:4222"))
        except OSError as lost:
            print(f"{lost}; trying again", file=sys.stderr)
            time.sleep(0.25)
