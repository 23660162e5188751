# Sourced by the checks in this directory, after swift build. Makes a folder, $work, removed in the end, names the programs, $programs,
# and starts and stops a simulated labd in it, to which labctl speaks.

programs=$(swift build --show-bin-path)
work=$(mktemp -d)
daemon=
export LABD_SOCKET="$work/s"

# Starts a labd with an empty log, and waits until it answers.
start_labd() {
    rm -rf "$work/data"
    "$programs/labd" --config config/labd.toml --data "$work/data" --socket "$LABD_SOCKET" --simulated 2>"$work/log" &
    daemon=$!
    for _ in $(seq 300); do
        "$programs/labctl" status >/dev/null 2>&1 && break
        sleep 0.1
    done
}

stop_labd() {
    [ -z "$daemon" ] || { kill "$daemon" 2>/dev/null && wait "$daemon" || true; }
    daemon=
}

trap 'stop_labd; [ -n "${KEEP_WORK:-}" ] || rm -rf "$work"' EXIT

# Makes an environment of Python in the folder, with packages from PyPI: $python.
make_python() {
    python3 -m venv "$work/python"
    "$work/python/bin/pip" install --quiet "$@"
    python=$work/python/bin/python
}
