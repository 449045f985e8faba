# shellcheck shell=bash
# shellcheck disable=SC2016 # stand-ins are programs of their own
# The commands of the cluster, with stand-ins for the programs that they call.
# shellcheck source-path=SCRIPTDIR source=asserting.sh
source "$(dirname "${BASH_SOURCE[0]}")/asserting.sh"

# A checkout of its own, and programs that only write down how they were called (and what they were told on standard input).
laptop() {
  local name
  place=$(mktemp -d)
  trap 'rm -rf "$place"' EXIT
  checkout="$place/check out"
  mkdir -p "$checkout/.pullway/issuer" "$place/bin"
  cp -R "$COPY/scripts" "$COPY/k8s" "$COPY/pom.xml" "$checkout"
  ln -s "$COPY/frontend" "$checkout"
  for name in "$COPY"/*/pom.xml; do
    name=${name%/pom.xml}
    mkdir "$checkout/${name##*/}" && touch "$checkout/${name##*/}/pom.xml"
  done
  echo '{}' >"$checkout/.pullway/issuer/jwks.json"
  printf '%s\n' .pullway/ >"$checkout/.gitignore"
  git -C "$checkout" init -q && git -C "$checkout" add . &&
    git -C "$checkout" -c user.name=t -c user.email=t@t -c commit.gpgsign=false commit -qm all
  for name in k3d docker kubectl helm az; do stand_in "$name"; done
  cp "$place/bin/docker" "$checkout/mvnw"
  : >"$place/calls"
}

# stand_in NAME [LINE…]: what it does besides.
stand_in() {
  printf '%s\n' '#!/usr/bin/env bash' "calls='$place/calls'" \
    'printf "%s %s\n" "${0##*/}" "$*" >>"$calls"' \
    'if [[ " $* " == *" -f - "* || $* == *" /dev/stdin" ]]; then sed "s/^/    /" >>"$calls"; fi' "${@:2}" >"$place/bin/$1"
  chmod +x "$place/bin/$1"
}

on_laptop() {
  local command=$1
  shift
  PATH="$place/bin:$PATH" "$checkout/scripts/$command" "$@"
}

called() { grep -qF -- "$1" "$place/calls" || wrong "'$1' was called" "$(cat "$place/calls")"; }

not_called() { ! grep -qF -- "$1" "$place/calls" || wrong "'$1' was not called" "$(cat "$place/calls")"; }

# in_order TEXT…: calls that have these texts, one after the other.
in_order() {
  local text line from=0
  for text in "$@"; do
    line=$(grep -nF -- "$text" "$place/calls" | cut -d: -f1 | awk -v from="$from" '$1 > from { print; exit }')
    [[ -n $line ]] || wrong "'$text' comes after line $from" "$(cat -n "$place/calls")"
    from=$line
  done
}
