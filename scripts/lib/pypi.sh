# shellcheck shell=bash
# What comes from PyPI, each with an environment of its own in .tools/. Sourced by tools.sh, whose functions it uses.

readonly RUFF_PINNED=0.17.6 SCHEMATHESIS_PINNED=4.32.5 PYYAML_PINNED=6.0.3 OPENAPI_PYTHON_CLIENT_PINNED=0.29.1
readonly MATPLOTLIB_PINNED=3.10.9

# from_pypi NAME VERSION: prints the python of an environment that has this package, made in .tools/ if there is none. Its
# packages are to be run as modules: the scripts in it name the folder in which it was made.
from_pypi() {
  local final="$TOOLS/$1-$2"
  [[ -x $final/bin/python ]] || in_workshop fill_environment "$1" "$2" "$final" || return
  say "$final/bin/python"
}

find_matplotlib() { from_pypi matplotlib "$MATPLOTLIB_PINNED"; }

find_ruff() { from_pypi ruff "$RUFF_PINNED"; }

find_pyyaml() { from_pypi PyYAML "$PYYAML_PINNED"; }

find_schemathesis() { from_pypi schemathesis "$SCHEMATHESIS_PINNED"; }

find_openapi_python_client() { from_pypi openapi-python-client "$OPENAPI_PYTHON_CLIENT_PINNED"; }
