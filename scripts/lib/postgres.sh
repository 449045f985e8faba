# shellcheck shell=bash
# The database of a local run: made once in .run/data/postgres, started from the embedded binaries.

PGDATA_DIR="$RUN/data/postgres"
readonly DATABASE=pullway DATABASE_USER=pullway

# What to write before a command of PostgreSQL, which refuses to be run by root: then a user name space without a
# mapping shows root as nobody, to itself and as owner of its files. Where containers forbid that, a real other user.
UNPRIVILEGED=()
drop_root() {
  (($(id -u) == 0)) || return 0
  if unshare -U true 2>/dev/null; then
    UNPRIVILEGED=(unshare -U)
  elif command -v setpriv >/dev/null; then
    UNPRIVILEGED=(setpriv --reuid=65534 --regid=65534 --clear-groups)
  else
    fail "PostgreSQL refuses to run as root: run this as another user, or set PULLWAY_DATABASE_URL to a database of yours"
  fi
}

unprivileged() { ${UNPRIVILEGED[@]+"${UNPRIVILEGED[@]}"} "$@"; }

own_data() {
  if [[ ${UNPRIVILEGED[0]:-} == setpriv ]]; then chown -R 65534:65534 "$1"; fi
}

# make_database HOME: an empty cluster with the database in it, complete under its name or not there.
make_database() {
  local home=$1 new="$PGDATA_DIR.new"
  rm -rf "$new" &&
    mkdir -m 700 "$new" &&
    own_data "$new" &&
    unprivileged "$home/bin/initdb" -D "$new" --username="$DATABASE_USER" --auth=trust --encoding=UTF8 \
      --locale-provider=builtin --builtin-locale=C.UTF-8 --locale=C --no-sync &&
    say "CREATE DATABASE $DATABASE" | unprivileged "$home/bin/postgres" --single -D "$new" postgres &&
    mv "$new" "$PGDATA_DIR"
}

# A machine that was switched off leaves postmaster.pid, and its number may belong to a stranger by now.
forget_dead_postmaster() {
  local pid=
  [[ -r $PGDATA_DIR/postmaster.pid ]] || return 0
  read -r pid <"$PGDATA_DIR/postmaster.pid" || true
  [[ $pid =~ ^[0-9]+$ && $(command_line "$pid") == *"$PGDATA_DIR"* ]] || rm -f "$PGDATA_DIR/postmaster.pid"
}

# start_postgres HOME PORT CONNECTIONS
start_postgres() {
  local home=$1 port=$2 connections=$3 made=
  drop_root
  if [[ ! -d $PGDATA_DIR ]]; then
    say "Making the database in .run/data/postgres"
    make_database "$home" >"$LOGS/postgres.log" 2>&1 || failed_start postgres "the database could not be made"
  fi
  read -r made <"$PGDATA_DIR/PG_VERSION" || true
  [[ $("$home/bin/postgres" --version) == *" $made."* ]] ||
    fail "the data in .run/data/postgres is of PostgreSQL $made: delete it with scripts/run-local --fresh"
  forget_dead_postmaster
  own_data "$PGDATA_DIR"
  launch postgres ${UNPRIVILEGED[@]+"${UNPRIVILEGED[@]}"} "$home/bin/postgres" -D "$PGDATA_DIR" \
    -c listen_addresses=127.0.0.1 -c port="$port" -c unix_socket_directories= -c max_connections="$connections"
}

# PostgreSQL itself writes there whether it takes sessions.
postgres_is_ready() {
  [[ $(sed -n 8p "$PGDATA_DIR/postmaster.pid" 2>/dev/null) == ready* ]]
}
