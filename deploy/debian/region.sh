#!/usr/bin/env bash
# Builds the Debian packages of a region: labd-relay_VERSION_ARCHITECTURE.deb, for the offices, and labd-region_VERSION_ARCHITECTURE.deb,
# for the region. labd's own package does not need them.
#   bash deploy/debian/region.sh [directory to put them in; by default the current one]
# As in build.sh, the programs include the Swift and C++ runtimes, and builds are reproducible.
set -euo pipefail
output=$(realpath "${1:-.}")
source "$(dirname "${BASH_SOURCE[0]}")/../prepare.sh"
install_if_missing dpkg-deb dpkg
install_if_missing python3 python3
install_region || { echo "there is no libnats-dev for this machine" >&2; exit 1; }

version=$(sed -n 's/.*current = "\(.*\)".*/\1/p' Sources/LabAPI/Version.swift)
architecture=$(dpkg --print-architecture)
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}
export SOURCE_DATE_EPOCH
date=$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y-%m-%d)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

say "building labrelay and labregion $version"
scratch=$PWD/.build/debian
mkdir -p "$scratch/static"
ln -sf "$(gcc -print-file-name=libstdc++.a)" "$scratch/static/libstdc++.a"
options=(-c release --static-swift-stdlib --scratch-path "$scratch"
    -Xswiftc "-L$scratch/static" -Xswiftc -Xclang-linker -Xswiftc -static-libgcc -Xlinker --build-id=none
    -Xswiftc -file-prefix-map -Xswiftc "$PWD=." -Xcc "-ffile-prefix-map=$PWD=.")
for program in labrelay labregion; do swift build "${options[@]}" --product "$program"; done
built=$(swift build "${options[@]}" --show-bin-path)

umask 022
python3 deploy/debian/notices.py "$scratch/checkouts" "$(dirname "$(realpath "$(command -v swift)")")/../share/swift/LICENSE.txt" |
    gzip -9n >"$work/notices.gz"
# package NAME PROGRAM DEPENDS PURPOSE: packs a program with its unit, account, settings and man page.
package() {
    local name=$1 program=$2 depends=$3 purpose=$4 tree=$work/$1 library
    put() { install -D -m "$1" "$2" "$tree$3"; } # mode, file, place in the package
    for library in $(objdump -p "$built/$program" | sed -n 's/^ *NEEDED *//p'); do
        case $library in
        libnats.so.* | liblmdb.so.0 | libc.so.6 | libm.so.6 | ld-linux-*.so.*) ;;
        *) echo "$program needs $library, which the package does not depend on" >&2; exit 1 ;;
        esac
    done
    put 755 "$built/$program" "/usr/bin/$program"
    strip --strip-unneeded --remove-section=.comment "$tree/usr/bin/$program"
    python3 deploy/debian/zero_section.py "$tree/usr/bin/$program" .swift_modhash
    put 644 "config/$program.toml" "/usr/share/doc/$name/examples/$program.toml"
    put 644 config/alerts.yaml "/usr/share/doc/$name/examples/alerts.yaml"
    install -d -m 755 "$tree/etc/labd"
    put 644 "deploy/systemd/$name.service" "/lib/systemd/system/$name.service"
    put 644 "deploy/systemd/$name.sysusers" "/usr/lib/sysusers.d/$name.conf"
    "$built/$program" --experimental-dump-help >"$work/$program.json"
    PYTHONPATH=deploy/debian python3 - "$work/$program.json" "$program" "$version" "$date" <<'PYTHON' | gzip -9n >"$work/$program.8.gz"
import json, sys
from manpages import program
dump, name, version, date = sys.argv[1:]
print(program(json.load(open(dump)), 8, version, date,
              f".SH FILES\n.TP\n.I /etc/labd/{name}.toml\nThe settings.\n.SH SEE ALSO\n.BR labd (8)\n"), end="")
PYTHON
    put 644 "$work/$program.8.gz" "/usr/share/man/man8/$program.8.gz"
    sed "s#/usr/share/doc/labd/#/usr/share/doc/$name/#" deploy/debian/copyright >"$work/copyright"
    put 644 "$work/copyright" "/usr/share/doc/$name/copyright"
    put 644 "$work/notices.gz" "/usr/share/doc/$name/third-party-notices.gz"
    gzip -9nc deploy/debian/changelog >"$work/changelog.gz"
    put 644 "$work/changelog.gz" "/usr/share/doc/$name/changelog.gz"
    mkdir -m 755 "$tree/DEBIAN"
    local size
    size=$(find "$tree" -type f -printf '%s\n' | awk '{ sum += $1 } END { print int(sum / 1024) + 1 }')
    cat >"$tree/DEBIAN/control" <<CONTROL
Package: $name
Version: $version
Architecture: $architecture
Maintainer: The labd authors <labd@labd.example>
Installed-Size: $size
Depends: libc6 (>= 2.36), $depends
Section: admin
Priority: optional
Description: $purpose
 Part of labd, the ledger of social-services offices. The settings are not in
 the package: /usr/share/doc/$name/examples has documented ones for
 /etc/labd/$program.toml, without which the unit does not start.
CONTROL
    # The unit starts once there are settings; the administrator enables it.
    cat >"$tree/DEBIAN/postinst" <<POSTINST
#!/bin/sh
set -e
if [ "\$1" = configure ]; then
    if command -v systemd-sysusers >/dev/null; then systemd-sysusers $name.conf; fi
    if [ -d /run/systemd/system ]; then
        systemctl --system daemon-reload >/dev/null || true
        if [ -n "\$2" ]; then systemctl try-restart $name.service >/dev/null || true; fi
    fi
    [ -e /etc/labd/$program.toml ] || echo "$name: write /etc/labd/$program.toml, then: systemctl enable --now $name" >&2
fi
POSTINST
    cat >"$tree/DEBIAN/prerm" <<PRERM
#!/bin/sh
set -e
if [ "\$1" = remove ] && [ -d /run/systemd/system ]; then systemctl disable --now $name.service >/dev/null 2>&1 || true; fi
PRERM
    cat >"$tree/DEBIAN/postrm" <<POSTRM
#!/bin/sh
set -e
if [ -d /run/systemd/system ]; then systemctl --system daemon-reload >/dev/null || true; fi
if [ "\$1" = purge ] && [ -d /var/lib/labd-region ] && [ $name = labd-region ]; then
    echo "labd-region: the copies and the witness' key stay in /var/lib/labd-region" >&2
fi
POSTRM
    chmod 755 "$tree/DEBIAN/"{postinst,prerm,postrm}
    (cd "$tree" && find . -type f ! -path './DEBIAN/*' -printf '%P\n' | LC_ALL=C sort | xargs md5sum) >"$work/md5sums"
    install -m 644 "$work/md5sums" "$tree/DEBIAN/md5sums"
    find "$tree" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
    local file=$output/${name}_${version}_$architecture.deb
    dpkg-deb --root-owner-group -Zxz --build "$tree" "$file" >/dev/null
    say "$file: $(stat -c %s "$file") bytes, sha256 $(sha256sum "$file" | cut -d' ' -f1)"
}

package labd-relay labrelay 'libnats3.4, labd' 'publishes the log of a labd to the streams of its region'
package labd-region labregion 'libnats3.4, liblmdb0 (>= 0.9.24)' 'verified copies of the logs of a region of labd offices'
