# shellcheck shell=bash
# shellcheck source-path=SCRIPTDIR source=running.sh
source "$(dirname "${BASH_SOURCE[0]}")/running.sh"

# The ports of run-local without options.
readonly PORTS="8070 8080 8081 8082 9081 9082 9101 9102 9301 4222 15432"
readonly SECOND_PROXY=$((8082 + PORT_OFFSET))

port_is_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
port_is_free() { ! port_is_taken "$1"; }

nothing_runs() {
  local port
  [[ -z $(ls "$COPY/.run/pids") ]] || wrong "no process id is left" "$(ls "$COPY/.run/pids")"
  for port in $PORTS; do
    port_is_free $((port + PORT_OFFSET)) || wrong "port $((port + PORT_OFFSET)) is free"
  done
}

# Of somebody who may do everything, made when it is needed first.
token() {
  local file="$COPY/.run/token-of-tests"
  [[ -s $file ]] || "$COPY/scripts/pullway" token --user tester --role admin --keys "$COPY/.pullway/issuer" >"$file"
  cat "$file"
}

# request METHOD PATH [JSON]: the whole answer of the gateway.
request() {
  exec 3<>"/dev/tcp/127.0.0.1/$GATEWAY"
  printf '%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s' \
    "$1" "$2" "$(token)" "${#3}" "${3:-}" >&3
  cat <&3
  exec 3>&-
}

answers() {
  local expected=$1 answer
  answer=$(request "$2" "$3" "${4:-}")
  [[ $answer == "HTTP/1.1 $expected "* ]] || wrong "$2 $3 is answered with $expected" "$answer"
}

location() {
  request POST /api/users "$1" | tr -d '\r' | sed -n 's/^[Ll]ocation: //p' | sed 's:^https*\://[^/]*::'
}

process_id() { cat "$COPY/.run/pids/$1.pid"; }

test_help_tells_every_option() {
  local option
  for option in --proxies --services --moderation --echo --further --https --fresh --port-offset --stop --help; do
    run_local --help | grep -q -- "$option" || wrong "--help tells $option"
  done
}

test_wrong_options_are_refused_in_one_sentence() {
  refuses 1 run_local --colour
  says "no option '--colour'"
  refuses 1 run_local --proxies
  says "--proxies needs a number"
  refuses 1 run_local --proxies none
  says "from 1 to 19, not 'none'"
  refuses 1 run_local --services -1
  PULLWAY_DATABASE_URL=postgres://somewhere refuses 1 run_local
  says "PULLWAY_DATABASE_URL must look like jdbc:postgresql://"
}

test_a_busy_port_is_named_and_nothing_is_left() {
  "$("$COPY/scripts/tools" nats-server)" --addr 127.0.0.1 --port "$SECOND_PROXY" >/dev/null 2>&1 &
  squatter=$!
  trap 'kill "$squatter"' EXIT
  within 10 port_is_taken "$SECOND_PROXY"
  refuses 1 run_local
  says "port $SECOND_PROXY (proxy-2) is in use"
  says "--port-offset"
  kill "$squatter"
  trap - EXIT
  within 5 port_is_free "$SECOND_PROXY"
  nothing_runs
}

test_a_failed_start_shows_the_log_and_leaves_nothing() {
  local broken="$COPY/rating-service/target/quarkus-app"
  mv "$COPY/rating-service" "$COPY/rating-service.kept"
  trap 'rm -r "$COPY/rating-service" && mv "$COPY/rating-service.kept" "$COPY/rating-service"' EXIT
  mkdir -p "$broken"
  echo "no jar" >"$broken/quarkus-run.jar"
  if run_local --services 1 >"$SAID" 2>&1; then wrong "it fails"; fi
  has_said "run-local: service-1 ended while it started; the end of .run/logs/service-1.log:" || wrong "it says why" "$(<"$SAID")"
  has_said "corrupt jarfile" || wrong "it shows the log" "$(<"$SAID")"
  nothing_runs
}

test_a_signal_while_starting_stops_everything() {
  local signal
  for signal in TERM:143 HUP:129 INT:130; do
    start
    within 30 test -s "$COPY/.run/pids/nats.pid"
    kill "-${signal%:*}" "$this_run"
    ends "${signal#*:}"
    nothing_runs
  done
}

test_it_answers_and_ctrl_c_even_twice_stops_everything() {
  start_and_await
  (($(grep -c '^  curl ' "$SAID") == 3)) || wrong "three curl lines" "$(<"$SAID")"
  answers 200 GET /api/users
  refuses 1 run_local
  says "Pullway runs already"
  kill -INT -- "-$this_run"
  sleep 0.2
  kill -INT -- "-$this_run" 2>/dev/null || true
  ends 0
  nothing_runs
}

test_ctrl_c_lets_what_is_under_way_be_answered() {
  local under_way
  start_and_await --services 0 --echo 1
  answers 200 GET "/api/echo?delay=3000&status=200" >"$COPY/answer" 2>&1 &
  under_way=$!
  sleep 1
  kill -INT "$this_run"
  ends 0
  wait "$under_way" || wrong "the request is answered with 200" "$(<"$COPY/answer")"
  nothing_runs
}

test_what_was_written_survives_a_restart_and_not_fresh() {
  local ada begin
  start_and_await
  ada=$(location '{"firstName":"Ada","lastName":"Lovelace"}')
  [[ $ada == /api/users/* ]] || wrong "a user was made" "$ada"
  kill -TERM "$this_run"
  ends 0
  begin=$SECONDS
  start_and_await
  echo "figure: the second start took $((SECONDS - begin)) s"
  answers 200 GET "$ada"
  kill -TERM "$this_run"
  ends 0
  start_and_await --fresh
  answers 404 GET "$ada"
  kill -TERM "$this_run"
  ends 0
}

test_what_is_killed_is_told_and_the_rest_goes_on() {
  local name i
  start_and_await
  for name in proxy-1 service-1; do
    kill -KILL "$(process_id $name)"
    for ((i = 0; i < 20; i++)); do answers 200 GET /api/users; done
    within 5 has_said "^$name has ended"
  done
  kill -HUP "$this_run"
  ends 0
  nothing_runs
}

test_what_a_killed_run_left_is_named_and_can_be_stopped() {
  start_and_await --proxies 1 --services 1
  kill -KILL "$this_run"
  ends 137
  refuses 1 run_local
  says "an earlier run left processes behind (gateway, issuer, moderation-1, nats, postgres, proxy-1, service-1)"
  [[ $(run_local --stop) == Stopped. ]] || wrong "they are stopped"
  nothing_runs
}

test_a_stale_process_id_harms_no_stranger() {
  mkdir -p "$COPY/.run/pids"
  sleep 60 &
  stranger=$!
  trap 'kill "$stranger"' EXIT
  echo "$stranger" >"$COPY/.run/pids/nats.pid"
  echo "$stranger" >"$COPY/.run/run-local.pid"
  [[ $(run_local --stop) == "Nothing is running." ]] || wrong "nothing of ours runs"
  kill -0 "$stranger" || wrong "the stranger lives"
}
