# shellcheck shell=bash
# What comes from PyPI, each with an environment of its own in .tools/. Sourced by tools.sh, whose functions it uses.

readonly RUFF_PINNED=0.17.6 SCHEMATHESIS_PINNED=4.32.5 PYYAML_PINNED=6.0.3 OPENAPI_PYTHON_CLIENT_PINNED=0.29.1
readonly MATPLOTLIB_PINNED=3.10.9

# from_pypi NAME VERSION: prints the python of an environment that has this package, made in .tools/ if there is none. Its
# packages are to be run as modules: the scripts in it name the folder in which it was made.
from_pypi() {
  local final="$TOOLS/$1-$2"
  [[ -x $final/bin/python ]] || make_from_pypi "$1" "$2" "$final" || return
  say "$final/bin/python"
}

make_from_pypi() (
  command -v python3 >/dev/null || fail "python3 is missing, for which $1 is: install it, with its module venv"
  dir=$(workshop) || exit
  trap 'rm -rf "$dir"' EXIT
  trap 'exit 143' INT TERM HUP
  python3 -m venv "$dir/$1" >"$dir/log" 2>&1 || fail "python3 has no module venv: install the package python3-venv"
  with_progress "Fetching $1 $2 from PyPI into .tools" "$dir/log" \
    "$dir/$1/bin/python" -m pip install --quiet --disable-pip-version-check "$1==$2" ||
    fail "$1 could not be fetched from PyPI; its last words stand above"
  rename_folder "$dir/$1" "$3"
)

find_matplotlib() { from_pypi matplotlib "$MATPLOTLIB_PINNED"; }

find_ruff() { from_pypi ruff "$RUFF_PINNED"; }

find_pyyaml() { from_pypi PyYAML "$PYYAML_PINNED"; }

find_schemathesis() { from_pypi schemathesis "$SCHEMATHESIS_PINNED"; }

find_openapi_python_client() { from_pypi openapi-python-client "$OPENAPI_PYTHON_CLIENT_PINNED"; }
