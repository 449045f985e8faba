# shellcheck shell=bash
# shellcheck source-path=SCRIPTDIR source=asserting.sh
source "$(dirname "${BASH_SOURCE[0]}")/asserting.sh"

# An empty checkout and a PATH with nothing but what every system has, and with what a test puts there.
bare_machine() {
  local name
  machine=$(mktemp -d)
  trap 'rm -rf "$machine"' EXIT
  mkdir -p "$machine/check out" "$machine/bin"
  cp -R "$COPY/scripts" "$COPY/pom.xml" "$machine/check out"
  for name in bash env dirname sed awk grep tr mktemp mkdir rm mv tail sleep cat cp uname sort; do
    ln -s "$(type -P "$name")" "$machine/bin"
  done
}

on_bare_machine() { PATH="$machine/bin" "$machine/check out/scripts/tools" "$@"; }

# program FILE LINE…: a shell program.
program() {
  mkdir -p "$(dirname "$1")"
  printf '%s\n' '#!/usr/bin/env bash' "${@:2}" >"$1"
  chmod +x "$1"
}

# A stand-in for Go: makes a nats-server that tells this version, or fails.
go_that_builds() {
  program "$machine/made" "echo nats-server: v$1"
  program "$machine/bin/go" "cp '$machine/made' \"\$GOBIN/nats-server\""
}

pinned() { sed -n 's/.*NATS_SERVER_PINNED=\([0-9.]*\).*/\1/p' "$COPY/scripts/lib/tools.sh"; }

is_tool() {
  local found
  found=$(on_bare_machine nats-server)
  [[ $found == "$1" ]] || wrong "the tool is $1" "$found"
}

test_a_missing_tool_is_one_sentence_that_says_how_to_get_it() {
  bare_machine
  refuses 1 on_bare_machine nats-server
  says "nats-server >= 2.14.3 is missing: install it"
  says "or install Go"
}

test_a_missing_or_old_node_is_one_sentence_too() {
  bare_machine
  refuses 1 on_bare_machine node
  says "Node.js >= 20.19 with npm is missing"
  program "$machine/bin/node" 'echo v18.20.4'
  program "$machine/bin/npm" 'exit 0'
  refuses 1 on_bare_machine node
  program "$machine/bin/node" 'echo v20.19.0'
  [[ $(on_bare_machine node) == "$machine/bin/node" ]] || wrong "a recent one is taken"
}

test_an_unknown_tool_is_refused() {
  bare_machine
  refuses 1 on_bare_machine hammer
  says "no tool 'hammer'"
}

test_a_recent_program_on_the_path_is_used() {
  bare_machine
  program "$machine/bin/nats-server" 'echo nats-server: v2.14.3'
  is_tool "$machine/bin/nats-server"
}

test_an_old_program_on_the_path_is_passed_over_and_a_stale_one_is_built_again() {
  bare_machine
  program "$machine/bin/nats-server" 'echo nats-server: v2.9.25'
  program "$machine/check out/.tools/bin/nats-server" 'echo nats-server: v2.14.9'
  go_that_builds "$(pinned)"
  is_tool "$machine/check out/.tools/bin/nats-server"
  [[ $("$machine/check out/.tools/bin/nats-server") == "nats-server: v$(pinned)" ]] || wrong "the stale one was replaced"
}

test_a_failed_build_leaves_nothing_behind() {
  bare_machine
  program "$machine/bin/go" 'echo no network >&2' 'exit 1'
  if on_bare_machine nats-server 2>"$machine/said"; then wrong "a failed build fails"; fi
  grep -q 'no network' "$machine/said" || wrong "the reason is shown" "$(cat "$machine/said")"
  [[ $(ls -A "$machine/check out/.tools") == bin && -z $(ls -A "$machine/check out/.tools/bin") ]] || wrong "nothing is left" "$(ls -AR "$machine/check out/.tools")"
}

test_an_interrupted_build_leaves_nothing_behind_either() {
  local signal
  bare_machine
  program "$machine/bin/go" ": >'$machine/builds'" 'for _ in {1..300}; do sleep 0.1; done'
  # Whoever interrupts at a terminal interrupts all that runs there.
  set -m
  for signal in INT TERM; do
    rm -f "$machine/builds"
    on_bare_machine nats-server >/dev/null 2>&1 &
    within 20 test -e "$machine/builds"
    [[ -n $(ls -d "$machine/check out/.tools"/tmp.*) ]] || wrong "it builds in a folder of its own"
    kill "-$signal" -- "-$!"
    if wait $!; then wrong "an interrupted build fails"; fi
    [[ $(ls -A "$machine/check out/.tools") == bin ]] || wrong "nothing is left after $signal" "$(ls -AR "$machine/check out/.tools")"
  done
}

test_a_build_of_another_version_is_not_taken() {
  bare_machine
  go_that_builds 1.0.0
  if on_bare_machine nats-server 2>"$machine/said"; then wrong "it is refused"; fi
  [[ -z $(ls -A "$machine/check out/.tools/bin") ]] || wrong "nothing is installed"
}

test_every_real_tool_is_found_or_made() {
  local name path count=0
  while read -r name path; do
    [[ -e $path ]] || wrong "$name is at $path"
    count=$((count + 1))
  done < <("$COPY/scripts/tools")
  ((count == 5)) || wrong "five tools are listed" "$count"
}

test_the_nginx_of_the_path_is_taken() {
  bare_machine
  program "$machine/bin/nginx" 'echo nginx version: nginx/1.22.1 >&2'
  [[ $(on_bare_machine nginx) == "$machine/bin/nginx" ]] || wrong "that of the PATH" "$(on_bare_machine nginx)"
}
