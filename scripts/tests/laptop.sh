# shellcheck shell=bash
# shellcheck disable=SC2016 # stand-ins are programs of their own
# The commands of the cluster, with stand-ins for the programs that they call.
# shellcheck source-path=SCRIPTDIR source=asserting.sh
source "$(dirname "${BASH_SOURCE[0]}")/asserting.sh"

# A checkout of its own, and programs that only write down how they were called (and what they were told on standard input).
laptop() {
  local name settings
  place=$(mktemp -d)
  trap 'rm -rf "$place"' EXIT
  checkout="$place/check out"
  mkdir -p "$checkout/.pullway/issuer" "$place/bin"
  cp -R "$COPY/scripts" "$COPY/k8s" "$COPY/pom.xml" "$checkout"
  ln -s "$COPY/frontend" "$checkout"
  for name in "$COPY"/*/pom.xml; do
    name=${name%/pom.xml}
    mkdir -p "$checkout/${name##*/}/src/main/resources" && touch "$checkout/${name##*/}/pom.xml"
    settings=src/main/resources/application.properties
    [[ ! -f $name/$settings ]] || cp "$name/$settings" "$checkout/${name##*/}/$settings"
  done
  echo '{}' >"$checkout/.pullway/issuer/jwks.json"
  printf '%s\n' .pullway/ target/ mvnw >"$checkout/.gitignore"
  git -C "$checkout" init -q && git -C "$checkout" add . &&
    git -C "$checkout" -c user.name=t -c user.email=t@t -c commit.gpgsign=false commit -qm all
  for name in k3d docker kubectl helm az; do stand_in "$name"; done
  packs_applications
  mv "$place/bin/mvnw" "$checkout"
  : >"$place/calls"
}

# stand_in NAME [LINE…]: what it does besides.
stand_in() {
  printf '%s\n' '#!/usr/bin/env bash' "calls='$place/calls'" \
    'printf "%s %s\n" "${0##*/}" "$*" >>"$calls"' \
    'if [[ " $* " == *" -f - "* || $* == *" /dev/stdin" ]]; then sed "s/^/    /" >>"$calls"; fi' "${@:2}" >"$place/bin/$1"
  chmod +x "$place/bin/$1"
}

# A Maven that packs an application as the real one would, but for what is in its files.
packs_applications() {
  stand_in mvnw 'while [[ $1 != --projects ]]; do shift; done' 'target=${2%%,*}/target packed=$target/image-application' \
    'mkdir -p "$packed/lib/boot" "$packed/lib/main" "$packed/quarkus" "$packed/app"' \
    'for file in lib/boot/runner lib/main/io.pullway.http-over-nats lib/main/io.vertx.core quarkus/generated app/application quarkus-run; do' \
    '  echo "${file##*/}" >"$packed/$file.jar"' 'done' \
    'echo "  \"timestamp\" : \"$(date)\"," >"$target/sbom.json"'
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
