# shellcheck shell=bash
# How what is made here gets into .tools/: it is made in a folder of its own and appears under its final name only when
# complete, so that an interrupted run leaves nothing half done and two runs at once do not disturb each other. Sourced by
# tools.sh.

# in_workshop COMMAND…: runs it in a new folder on the same file system as what will be moved out of it. The folder is gone when
# COMMAND has ended, however it did.
in_workshop() (
  mkdir -p "$TOOLS/bin" && workshop=$(mktemp -d "$TOOLS/tmp.XXXXXX") || exit
  trap 'rm -rf "$workshop"' EXIT
  trap 'exit 143' INT TERM HUP
  cd "$workshop" && "$@"
)

# Gives a finished folder its name, unless a run beside this one was quicker.
rename_folder() {
  [[ -e $2 ]] || mv "$1" "$2"
  rm -rf "${2:?}/${1##*/}"
}

# made NAME FINAL TITLE MAKE: the folder FINAL, which `MAKE FOLDER` fills with Go if there is none yet. Its path is printed.
made() {
  [[ -e $2 ]] || in_workshop make_folder "$@" || return
  say "$2"
}

# In a workshop, as all below.
make_folder() {
  command -v go >/dev/null || fail "Go is missing (https://go.dev/dl), with which $1 is made here"
  mkdir result
  with_progress "$3" log "$4" "$PWD/result" || fail "$1 could not be made; its last words stand above"
  rename_folder result "$2"
}

# build_with_go NAME VERSION PACKAGE: the program .tools/bin/NAME.
build_with_go() {
  with_progress "Building $1 $2 with Go into .tools/bin (minutes, the first time)" log \
    env GOBIN="$PWD" CGO_ENABLED=0 go install -trimpath "$3@v$2" ||
    fail "$1 $2 could not be built with Go; its last words stand above"
  [[ $(tool_version "./$1") == "$2" ]] || fail "the $1 that Go built does not say that it is $2"
  mv -f "$1" "$TOOLS/bin/$1"
}

# unpack_jar NAME FINAL ARTIFACT INSTALL: fetches the jar ARTIFACT by Maven, unpacks it, lets INSTALL make the folder `result` out
# of its content, and moves that to FINAL.
unpack_jar() {
  local java_home
  java_home=$(find_java_home) || exit
  with_progress "Fetching $1" log \
    maven --quiet --non-recursive dependency:copy -Dartifact="$3" -DoutputDirectory="$PWD/jar" ||
    fail "$1 could not be fetched by Maven; its last words stand above"
  if ! { mkdir content result &&
    (cd content && "$java_home/bin/jar" --extract --file ../jar/*.jar) &&
    "$4" &&
    rename_folder result "$2"; }; then
    fail "$1 could not be unpacked into .tools"
  fi
}

# fill_environment NAME VERSION FINAL: a Python environment that has this package of PyPI.
fill_environment() {
  command -v python3 >/dev/null || fail "python3 is missing, for which $1 is: install it, with its module venv"
  python3 -m venv "$1" >log 2>&1 || fail "python3 has no module venv: install the package python3-venv"
  with_progress "Fetching $1 $2 from PyPI into .tools" log \
    "$1/bin/python" -m pip install --quiet --disable-pip-version-check "$1==$2" ||
    fail "$1 could not be fetched from PyPI; its last words stand above"
  rename_folder "$1" "$3"
}
