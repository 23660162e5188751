# Sourced by the scripts in this directory. Installs what a Debian 12 machine with the Swift toolchain still lacks, and changes
# to the top directory of the project.

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

say() { printf '\n== %s\n' "$*"; }

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"
    elif command -v sudo >/dev/null; then sudo "$@"
    else
        printf 'This command needs root: %s\nRun it yourself, then run this script again.\n' "$*" >&2
        exit 1
    fi
}

# install_if_missing COMMAND-OR-FILE PACKAGE: installs the Debian package unless the command or file exists.
install_if_missing() {
    if [ -e "$1" ] || command -v "$1" >/dev/null; then return 0; fi
    say "installing $2"
    # Another script may be installing too.
    if ! as_root apt-get -o DPkg::Lock::Timeout=600 install -y -q "$2"; then
        as_root apt-get update -q
        as_root apt-get -o DPkg::Lock::Timeout=600 install -y -q "$2"
    fi
}

if ! command -v swift >/dev/null; then
    printf 'The Swift toolchain is not on the PATH. labd needs Swift 6.3 or newer: https://www.swift.org/install/linux/\n' >&2
    exit 1
fi
install_if_missing /usr/include/lmdb.h liblmdb-dev
install_if_missing /usr/include/xlsxwriter.h libxlsxwriter-dev
install_if_missing /usr/include/expat.h libexpat1-dev

# The programs of a region need libnats-dev; without it they are left out of what is built.
[ -e /usr/include/nats/nats.h ] || export LABD_WITHOUT_REGION=1

# install_region: installs what they need, and the servers on which they are tried. Fails if it cannot.
install_region() {
    install_if_missing /usr/include/nats/nats.h libnats-dev || return 1
    install_if_missing nats-server nats-server || return 1
    unset LABD_WITHOUT_REGION
}
