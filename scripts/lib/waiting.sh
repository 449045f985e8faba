# shellcheck shell=bash
# Looking at ports and waiting for conditions, with nothing but bash.

# port_busy HOST PORT: somebody listens there.
port_busy() { (exec 3<>"/dev/tcp/$1/$2") 2>/dev/null; }

# http_status PORT PATH: the status code of a GET on loopback; nothing if there is no answer.
http_status() (
  exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 0
  printf 'GET %s HTTP/1.1\r\nHost: localhost:%s\r\nConnection: close\r\n\r\n' "$2" "$1" >&3
  read -r -t 5 _ status _ <&3 || exit 0
  say "$status"
) 2>/dev/null

answers_200() { [[ $(http_status "$1" "$2") == 200 ]]; }

# The first line that a NATS server sends; its client port opens after JetStream is up.
nats_greets() {
  (
    exec 3<>"/dev/tcp/127.0.0.1/$1"
    read -r -t 2 line <&3
    [[ $line == INFO* ]]
  ) 2>/dev/null
}

# await NAME SECONDS CONDITION…: waits until CONDITION holds. When the process NAME ends before, or the time is over,
# the start has failed.
await() {
  local name=$1 seconds=$2 end=$((SECONDS + $2))
  shift 2
  until "$@"; do
    kill -0 "$(pid_of "$name")" 2>/dev/null || failed_start "$name" "$name ended while it started"
    ((SECONDS < end)) || failed_start "$name" "$name was not ready within $seconds s"
    sleep 0.1
  done
}

# failed_start NAME SENTENCE: says it, shows the end of the log, and stops.
failed_start() {
  note "run-local: $2; the end of .run/logs/$1.log:"
  tail -n 25 "$LOGS/$1.log" | sed 's/^/    /' >&2
  exit 1
}
