# shellcheck shell=bash
# shellcheck source-path=SCRIPTDIR source=laptop.sh
source "$(dirname "${BASH_SOURCE[0]}")/laptop.sh"

# What an image is really made of is tried by scripts/test --profile images.

test_an_image_says_what_it_is_and_what_it_was_made_of() {
  local commit name
  laptop
  git -C "$checkout" config remote.origin.url https://ada:secret@git.example/pullway.git
  commit=$(git -C "$checkout" rev-parse HEAD)
  on_laptop deploy-all >/dev/null
  for name in rating-service http-to-nats-proxy frontend; do called "--label org.opencontainers.image.title=$name"; done
  called "--label org.opencontainers.image.revision=$commit "
  called "--label org.opencontainers.image.version=0."
  called "--label org.opencontainers.image.licenses=Apache-2.0"
  called "--label org.opencontainers.image.source=https://git.example/pullway.git"
  called "--label org.opencontainers.image.created=$(date -u +%Y)-"
  called "--build-arg SOURCE_DATE_EPOCH=$(git -C "$checkout" show --no-patch --format=%ct HEAD)"
  not_called secret
}

test_an_image_of_what_is_not_committed_says_so() {
  laptop
  echo changed >>"$checkout/pom.xml"
  on_laptop deploy-service echo-service >/dev/null
  called "image.revision=$(git -C "$checkout" rev-parse HEAD)-20"
}

# state FOLDER: what is in it, with rights and times.
state() {
  (cd "$1" && find . | LC_ALL=C sort | perl -lne '@s = stat; printf "%s %o %d %d\n", $_, $s[2], $s[7], $s[9]' &&
    find . -type f | LC_ALL=C sort | xargs cat)
}

test_a_layer_is_the_same_whenever_and_by_whomever_it_is_built() {
  local first
  laptop
  (umask 022 && on_laptop image rating-service) >/dev/null
  first=$(state "$checkout/rating-service/target/image")
  (umask 077 && on_laptop image rating-service) >/dev/null
  [[ $(state "$checkout/rating-service/target/image") == "$first" ]] || wrong "the same" "$first"
  [[ $first == *"./platform/lib/main/io.pullway.http-over-nats.jar"* && $first == *"./libraries/lib/main/io.vertx.core.jar"* &&
    $first == *"./code/app/application.jar"* && $first == *"./bill/sbom.cdx.json"* ]] || wrong "a folder a layer" "$first"
}

test_each_layer_of_the_recipe_is_laid_out() {
  local shown
  laptop
  shown=$(on_laptop image rating-service)
  for layer in libraries platform generated bill code; do
    [[ $shown == *"  $layer "*KiB* ]] || wrong "it tells the size of $layer" "$shown"
  done
  refuses 1 on_laptop image cluster
  says "there is no application 'cluster'"
  touch "$place/file"
  refuses 1 on_laptop image --rehearse "$place" rating-service
  says "is not empty"
}

test_an_image_has_a_cache_unless_it_is_not_wanted() {
  laptop
  on_laptop deploy-service rating-service >/dev/null
  called "--build-arg TRAINED_WITH=/users"
  not_called "--target"
  on_laptop deploy-service --without-cache rating-service >/dev/null
  called "--target application"
  refuses 1 on_laptop deploy-nack --without-cache
  says "no option '--without-cache'"
}

test_containers_are_said_to_be_skipped_where_there_is_no_engine() {
  laptop
  stand_in mvnw && mv "$place/bin/mvnw" "$checkout"
  # Neither is asked here.
  for name in check tools; do printf '%s\n' '#!/bin/sh' 'echo /nothing' >"$checkout/scripts/$name"; done
  stand_in docker 'exit 1'
  on_laptop test --profile containers --projects cli >"$place/said" 2>&1
  # At once, and where one looks in the end.
  [[ $(grep -c '^Skipped: the images were not run in containers' "$place/said") == 2 ]] || wrong "it says so" "$(cat "$place/said")"
  called "verify --projects cli"
  stand_in docker
  on_laptop test --profile containers --projects cli >"$place/said" 2>&1
  called "verify --activate-profiles containers --projects cli"
  ! grep -q Skipped "$place/said" || wrong "with an engine they are run" "$(cat "$place/said")"
}
