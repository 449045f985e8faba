# shellcheck shell=bash
# Builds the applications, if anything that they are made of is newer than they are.

readonly APPLICATIONS="http-to-nats-proxy rating-service moderation-service echo-service"
readonly CLI_JAR="cli/target/pullway/pullway.jar"

readonly BENCH_JAR="$ROOT/bench/target/bench/bench.jar"
readonly SIMULATIONS="$ROOT/load-tests/target/test-classes/io/pullway/simulation"
readonly BENCH_STAMP="$ROOT/bench/target/built"

# Its time is that of the sources that the last build here began with.
readonly BUILD_STAMP="$ROOT/target/built"

# Services beyond the examples, as `pullway new service` makes them: a module and a file of streams of the same name.
further_services() {
  local file name
  for file in "$ROOT"/k8s/base/streams/*.yaml; do
    name=${file##*/}
    name=${name%.yaml}
    if [[ " $APPLICATIONS " != *" $name "* && -f $ROOT/$name/pom.xml ]]; then say "$name"; fi
  done
}

application_jar() { say "$ROOT/$1/target/quarkus-app/quarkus-run.jar"; }

# Sources, resources and poms that are newer than a file, and folders in which since then something came or went.
newer_than() {
  find "$ROOT" \( -name .git -o -name target -o -name .run -o -name .tools -o -name node_modules -o -path '*/src/test' \) -prune \
    -o \( -path '*/src/main' -o -path '*/src/main/*' -o -name pom.xml -o -path '*/.mvn/*' \) -newer "$1" -print 2>/dev/null
}

# All jars are there, and nothing is newer than the oldest of them, or than the last build here.
is_built() {
  local name jar oldest=
  for name in $APPLICATIONS $(further_services); do
    jar=$(application_jar "$name")
    [[ -f $jar ]] || return 1
    if [[ -z $oldest || $jar -ot $oldest ]]; then oldest=$jar; fi
  done
  [[ -f $ROOT/$CLI_JAR ]] || return 1
  if [[ $ROOT/$CLI_JAR -ot $oldest ]]; then oldest="$ROOT/$CLI_JAR"; fi
  [[ -z $(newer_than "$oldest") ]] || { [[ -f $BUILD_STAMP ]] && [[ -z $(newer_than "$BUILD_STAMP") ]]; }
}

# The stamp is from before the build: what is edited meanwhile counts as newer.
build() {
  is_built && return
  mkdir -p "$ROOT/target" "$LOGS"
  : >"$BUILD_STAMP.new"
  with_progress "Building the applications" "$LOGS/build.log" \
    maven --quiet -DskipTests --projects '!bench,!bench-service,!load-tests,!scenario-tests' package ||
    fail "the build failed; its last words stand above, all of them in .run/logs/build.log"
  mv -f "$BUILD_STAMP.new" "$BUILD_STAMP"
}

# What scripts/bench and scripts/load-report need beside that.
bench_is_built() {
  local file
  for file in "$BENCH_STAMP" "$BENCH_JAR" "$SIMULATIONS/HeavyTail.class" \
    "$ROOT/$CLI_JAR" "$(application_jar http-to-nats-proxy)" "$(application_jar echo-service)" "$(application_jar bench-service)" \
    "$(application_jar rating-service)"; do
    [[ -f $file ]] || return 1
  done
  [[ -z $(newer_than "$BENCH_STAMP") && -z $(find "$ROOT/load-tests/src/test" -newer "$BENCH_STAMP") ]]
}

# The stamp is from before the build: what is edited meanwhile counts as newer.
build_bench() {
  local log
  bench_is_built && return
  log=$(mktemp)
  mkdir -p "$(dirname "$BENCH_STAMP")"
  : >"$BENCH_STAMP.new"
  with_progress "Building what is measured" "$log" \
    maven --quiet -DskipTests --projects http-to-nats-proxy,echo-service,bench-service,rating-service,cli,bench,load-tests --also-make package ||
    fail "the build failed; its last words stand above, all of them in $log"
  rm -f "$log"
  mv -f "$BENCH_STAMP.new" "$BENCH_STAMP"
}
