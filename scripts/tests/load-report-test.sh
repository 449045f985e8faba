# shellcheck shell=bash
# shellcheck source-path=SCRIPTDIR source=asserting.sh
source "$(dirname "${BASH_SOURCE[0]}")/asserting.sh"

test_what_load_report_does_not_know_is_refused() {
  refuses 1 "$COPY/scripts/load-report" light-tail
  says "there is no part or option 'light-tail'"
  refuses 1 "$COPY/scripts/load-report" --output
  says "--output needs a folder"
}

test_the_tables_of_a_page_are_those_of_its_data() {
  local docs load
  docs=$(mktemp -d)
  # shellcheck disable=SC2064 # the name of now
  trap "rm -rf '$docs'" EXIT
  mkdir "$docs/performance"
  load='{"perSecond": 40000, "p50Millis": 1.5, "p99Millis": 4, "errors": 0}'
  cat >"$docs/performance/cost.json" <<END
{"finished": "2026-01-02T03:04:05Z", "rounds": 2, "secondsEach": 6,
 "conditions": {"nats": "nats-server 2.15.2", "java": "25", "jvmFlags": "-Xmx512m", "processors": 2,
                "jetStreamFileSystem": "ext4", "requestBytes": 517, "answerBodyBytes": 108},
 "runs": [{"inFlight": 64, "floor": $load, "path": ${load/40000/20000}, "ratio": 0.5, "ratioToBare": 0.91,
           "p50AboveFloorMillis": 0.19}]}
END
  printf '%s\n' 'Before' '<!-- throughput -->' 'what nobody measured' '<!-- /throughput -->' 'after' >"$docs/performance.md"
  python3 -B "$COPY/scripts/lib/load-report/tables.py" "$docs/performance"
  grep -qF '| 64 | 40,000 | 20,000 | 0.50 | 0.91 | 1.50 | 0.19 | 4.0 | 0 |' "$docs/performance.md" || wrong "the numbers" "$(cat "$docs/performance.md")"
  ! grep -q 'nobody' "$docs/performance.md" || wrong "what stood there is gone"
  [[ $(head -n 1 "$docs/performance.md") == Before && $(tail -n 1 "$docs/performance.md") == after ]] || wrong "the rest is as it was"
}

test_the_guarantees_are_told_with_what_was_asked_for() {
  local docs runs="" pair
  docs=$(mktemp -d)
  # shellcheck disable=SC2064 # the name of now
  trap "rm -rf '$docs'" EXIT
  mkdir "$docs/performance"
  for pair in keyed:3900 path:10000 once:600 plain:1000 list:500 own:1000; do
    runs+="\"${pair%:*}\": {\"perSecond\": ${pair#*:}, \"p50Millis\": 2, \"errors\": 0}, "
  done
  cat >"$docs/performance/guarantees.json" <<END
{"finished": "2026-01-02T03:04:05Z", "rounds": 3, "secondsEach": 6,
 "conditions": {"nats": "nats-server 2.15.2", "java": "25", "jvmFlags": "-Xmx512m", "processors": 2,
                "jetStreamFileSystem": "ext4", "requestBytes": 517, "answerBodyBytes": 108},
 "runs": [{"inFlight": 64, $runs "ratioOfKeyed": 0.39, "ratioOfOnce": 0.6, "ratioOfList": 0.5}]}
END
  printf '%s\n' '<!-- guarantees -->' '<!-- /guarantees -->' >"$docs/performance.md"
  python3 -B "$COPY/scripts/lib/load-report/tables.py" "$docs/performance"
  grep -qF '| 3,900 | 10,000 | 0.39 | 2.0 | 2.0 | 0.4: **no** | 0 |' "$docs/performance.md" || wrong "the key" "$(cat "$docs/performance.md")"
  grep -qF '| 500 | 1,000 | 0.50 | 2.0 | 2.0 | 0.5: yes | 0 |' "$docs/performance.md" || wrong "the list" "$(cat "$docs/performance.md")"
}

test_the_variations_are_rows_of_one_table() {
  local docs run runs="" name
  docs=$(mktemp -d)
  # shellcheck disable=SC2064 # the name of now
  trap "rm -rf '$docs'" EXIT
  mkdir "$docs/performance"
  run='{"finished": "2026-01-02T03:04:05Z", "rounds": 2, "secondsEach": 6,
 "conditions": {"nats": "nats-server 2.15.2", "java": "25", "jvmFlags": "-Xmx512m", "processors": 2,
                "jetStreamFileSystem": "ext4", "requestBytes": 517, "answerBodyBytes": 108},
 "allocatedBytesPerRequest": {"path": {"proxy": 10240, "worker": 20480}},
 "runs": [{"ratio": 0.5, "ratioToBare": 0.91, "floor": {"perSecond": 40000},
           "path": {"perSecond": 20000, "p50Millis": 1.5, "processes": {"NATS": {"cpuMicrosPerRequest": 45.4},
                    "proxy": {"cpuMicrosPerRequest": 20}, "worker": {"cpuMicrosPerRequest": 19}}}}]}'
  for name in 108 1024 16384 65536 sync-always; do runs+="${runs:+, }\"$name\": $run"; done
  printf '%s\n' "{$runs}" >"$docs/performance/variations.json"
  printf '%s\n' '<!-- variations -->' '<!-- /variations -->' >"$docs/performance.md"
  python3 -B "$COPY/scripts/lib/load-report/tables.py" "$docs/performance"
  grep -qF '| 64 KiB | 40,000 | 20,000 | 0.50 | 0.91 | 1.5 | 45 | 20 | 19 | 10.0 | 20.0 |' "$docs/performance.md" ||
    wrong "a row" "$(cat "$docs/performance.md")"
  grep -q "sync_interval: always. | 40,000" "$docs/performance.md" || wrong "the careful one"
}
