# shellcheck shell=bash
# The images of the applications: what is in them, and how it is laid out for the recipe. For files that include common.sh and
# tools.sh.

readonly RECIPE="$ROOT/k8s/images/Dockerfile"

# Where `scripts/image MODULE` lays out what is in the image: the context of the recipe.
image_context() { say "$ROOT/$1/target/image"; }

# The layers, as the recipe has them.
layers() { sed -n 's,^COPY \([a-z]*\)/ \./$,\1,p' "$RECIPE"; }

# What an application is asked for while its cache is made: one of its resources, or, of a proxy, anything.
trained_with() {
  local resources
  resources=$(sed -n 's/^pullway\.server\.resources=//p' "$ROOT/$1/src/main/resources/application.properties")
  say "/${resources:-api/anything}" | sed 's/,.*//'
}

# Beside target/quarkus-app, which run-local and the tests run: the classes of an aot-jar come from the loader of the JVM, the only
# one whose classes a cache of JDK 25 keeps. The deployment half of our extension is wanted by its other half, but not as a dependency.
package_for_image() {
  maven --quiet -DskipTests -Dquarkus.package.jar.type=aot-jar -Dquarkus.package.output-directory=image-application \
    -Dquarkus.dependency.sbom.skip=false --projects "$1,nats-http-server/deployment" --also-make package
}

# All files have one time, whenever they were built, as it is part of a layer.
lay_out() {
  local packed="$ROOT/$1/target/image-application" context time
  context=$(image_context "$1")
  time=$(pom_property project.build.outputTimestamp)
  rm -rf "$context"
  mkdir -p "$context/libraries" "$context/platform/lib/main" "$context/generated" "$context/bill" "$context/code"
  cp -R "$packed/lib" "$context/libraries"
  mv "$context/libraries/lib/main/io.pullway."* "$context/platform/lib/main"
  cp -R "$packed/quarkus-run.jar" "$packed/quarkus" "$ROOT/k8s/images/jvm.options" "$context/generated"
  cp -R "$packed/app" "$context/code"
  # The generator notes when it ran.
  sed "s/\"timestamp\" : \"[^\"]*\"/\"timestamp\" : \"$time\"/" "$ROOT/$1/target/sbom.json" >"$context/bill/sbom.cdx.json"
  cp "$ROOT/k8s/images/train" "$context"
  chmod -R u=rwX,go=rX "$context"
  time=${time//[-:TZ]/}
  find "$context" -exec env TZ=UTC touch -t "${time:0:12}.${time:12:2}" {} +
}

# layer_size MODULE LAYER: bytes, compressed as registries keep it.
layer_size() { tar -cf - -C "$(image_context "$1")/$2" . | gzip -n | wc -c | tr -d ' '; }

# rehearse MODULE FOLDER: does in FOLDER what the recipe does in an image, with the java of this machine.
rehearse() {
  local context layer java_home
  context=$(image_context "$1")
  java_home=$(find_java_home)
  type -P wget >/dev/null || fail "wget is missing, which asks the application while its cache is made: install it"
  mkdir -p "$2"
  for layer in $(layers); do cp -Rp "$context/$layer/." "$2"; done
  PATH="$java_home/bin:$PATH" "$context/train" "$2/application.aot" "$2" "$(trained_with "$1")"
}

# read_labels MODULE TAG: options of `docker build` that say what an image is and what it was made of, in $labels. It was created when
# its commit was, so that making it again makes the same.
read_labels() {
  local time source version licence
  time=$(git -C "$ROOT" show --no-patch --format=%ct HEAD)
  version=$(sed -n 's:^  <version>\(.*\)</version>$:\1:p' "$ROOT/pom.xml")
  licence=$(sed -n '/<license>/,/<\/license>/ s:.*<name>\(.*\)</name>.*:\1:p' "$ROOT/pom.xml")
  # shellcheck disable=SC2034 # for the files that include this one
  labels=(
    --build-arg "SOURCE_DATE_EPOCH=$time"
    --label "org.opencontainers.image.title=$1"
    --label "org.opencontainers.image.version=$version"
    --label "org.opencontainers.image.revision=$(git -C "$ROOT" rev-parse HEAD)${2#"${2%%-*}"}"
    --label "org.opencontainers.image.created=$(TZ=UTC git -C "$ROOT" show --no-patch --date=format-local:%Y-%m-%dT%H:%M:%SZ --format=%cd HEAD)"
    --label "org.opencontainers.image.licenses=$licence"
  )
  source=$(source_of_checkout)
  [[ -z $source ]] || labels+=(--label "org.opencontainers.image.source=$source")
}

# Where the checkout comes from, if that is an address that others can read, without what somebody signs in with.
source_of_checkout() {
  git -C "$ROOT" config --get remote.origin.url | sed -n -E -e 's,^(https?|ssh)://([^/@]*@)?,\1://,p' || true
}
