#!/usr/bin/env bash
# Builds the Debian package labd_VERSION_ARCHITECTURE.deb.
#   bash deploy/debian/build.sh [directory to put it in; by default the current one]
# The programs include the Swift and C++ runtimes, so that they run on a server without a toolchain. Builds are reproducible:
# the same commit in a directory of the same path gives the same bytes, because every file in the package has the time of the
# commit. The package does not contain the path, but contains its length in one place.
set -euo pipefail
output=$(realpath "${1:-.}")
source "$(dirname "${BASH_SOURCE[0]}")/../prepare.sh"
install_if_missing dpkg-deb dpkg
install_if_missing python3 python3

version=$(sed -n 's/.*current = "\(.*\)".*/\1/p' Sources/LabAPI/Version.swift)
architecture=$(dpkg --print-architecture)
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}
export SOURCE_DATE_EPOCH
date=$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y-%m-%d)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tree=$work/labd

say "building labd and labctl $version"
# Uses a scratch path of its own, because its options differ from the ordinary build. The linker searches first in a directory
# that contains only the static C++ library.
scratch=$PWD/.build/debian
mkdir -p "$scratch/static"
ln -sf "$(gcc -print-file-name=libstdc++.a)" "$scratch/static/libstdc++.a"
options=(-c release --static-swift-stdlib --scratch-path "$scratch"
    -Xswiftc "-L$scratch/static" -Xswiftc -Xclang-linker -Xswiftc -static-libgcc -Xlinker --build-id=none
    -Xswiftc -file-prefix-map -Xswiftc "$PWD=." -Xcc "-ffile-prefix-map=$PWD=.")
swift build "${options[@]}" --product labd
swift build "${options[@]}" --product labctl
built=$(swift build "${options[@]}" --show-bin-path)
for program in labd labctl; do
    for library in $(objdump -p "$built/$program" | sed -n 's/^ *NEEDED *//p'); do
        case $program:$library in
        *:liblmdb.so.0 | *:libc.so.6 | *:libm.so.6 | *:ld-linux-*.so.*) ;;
        # Workbooks are labctl's alone.
        labctl:libxlsxwriter.so.* | labctl:libexpat.so.1) ;;
        *) echo "$program needs $library, which the package does not depend on" >&2; exit 1 ;;
        esac
    done
    if grep -qaF "$PWD" "$built/$program"; then
        echo "note: $program names the directory in which it was built" >&2
    fi
done

umask 022
put() { # mode, file, place in the package
    install -D -m "$1" "$2" "$tree$3"
}

for program in labd labctl; do
    put 755 "$built/$program" "/usr/bin/$program"
    strip --strip-unneeded --remove-section=.comment "$tree/usr/bin/$program"
    python3 deploy/debian/zero_section.py "$tree/usr/bin/$program" .swift_modhash
done
# On a server the account that runs labd is only admin, roles follow the groups, and office and origin must be set before the
# first start.
sed -e 's/^office = .*/office = ""/' -e 's/^origin = .*/origin = ""/' -e 's/^owner = .*/owner = []/' \
    -e 's/^viewer = .*/viewer = ["labd-viewers"]/' -e 's/^operator = .*/operator = ["labd-operators"]/' \
    -e 's/^coordinator = .*/coordinator = ["labd-coordinators"]/' -e 's/^auditor = .*/auditor = ["labd-auditors"]/' \
    -e 's/^admin = .*/admin = ["labd-admins"]/' config/labd.toml >"$work/labd.toml"
put 644 "$work/labd.toml" /etc/labd/labd.toml
put 644 config/lab-impact.toml /etc/labd/lab-impact.toml
put 644 config/hours-sheet.toml /usr/share/doc/labd/examples/hours-sheet.toml
put 644 config/alerts.yaml /usr/share/doc/labd/examples/alerts.yaml
for site in deploy/nginx/*.conf; do put 644 "$site" "/usr/share/doc/labd/examples/nginx/$(basename "$site")"; done
for unit in labd.socket labd.service labd-backup.service labd-backup.timer; do
    put 644 "deploy/systemd/$unit" "/lib/systemd/system/$unit"
done
put 644 deploy/systemd/labd.sysusers /usr/lib/sysusers.d/labd.conf
put 644 deploy/systemd/labd.tmpfiles /usr/lib/tmpfiles.d/labd.conf

say "man pages and completions"
"$built/labd" --experimental-dump-help >"$work/labd.json"
"$built/labctl" --lang en --experimental-dump-help >"$work/labctl.json"
"$built/labctl" --lang it --experimental-dump-help >"$work/labctl.it.json"
python3 deploy/debian/manpages.py "$work/labd.json" "$work/labctl.json" "$work/labctl.it.json" "$work/labd.toml" "$version" "$date" "$work"
for page in labd.8 labctl.1 labd.toml.5; do
    gzip -9n "$work/$page"
    put 644 "$work/$page.gz" "/usr/share/man/man${page##*.}/$page.gz"
done
gzip -9n "$work/it/labctl.1"
put 644 "$work/it/labctl.1.gz" /usr/share/man/it/man1/labctl.1.gz
for shell in bash zsh fish; do "$built/labctl" completion $shell >"$work/$shell"; done
put 644 "$work/bash" /usr/share/bash-completion/completions/labctl
put 644 "$work/zsh" /usr/share/zsh/vendor-completions/_labctl
put 644 "$work/fish" /usr/share/fish/vendor_completions.d/labctl.fish

put 644 deploy/debian/copyright /usr/share/doc/labd/copyright
python3 deploy/debian/notices.py "$scratch/checkouts" "$(dirname "$(realpath "$(command -v swift)")")/../share/swift/LICENSE.txt" \
    | gzip -9n >"$work/notices.gz"
put 644 "$work/notices.gz" /usr/share/doc/labd/third-party-notices.gz
gzip -9nc deploy/debian/changelog >"$work/changelog.gz"
put 644 "$work/changelog.gz" /usr/share/doc/labd/changelog.gz
put 644 README.md /usr/share/doc/labd/README.md
put 644 CHANGELOG.md /usr/share/doc/labd/CHANGELOG.md
put 644 deploy/debian/lintian-overrides /usr/share/lintian/overrides/labd

# Counts only files, because the size of directories depends on the file system.
size=$(find "$tree" -type f -printf '%s\n' | awk '{ sum += $1 } END { print int(sum / 1024) + 1 }')
mkdir -m 755 "$tree/DEBIAN"
sed -e "s/@VERSION@/$version/" -e "s/@ARCHITECTURE@/$architecture/" -e "s/@SIZE@/$size/" \
    deploy/debian/control.in >"$tree/DEBIAN/control"
install -m 644 deploy/debian/conffiles deploy/debian/templates "$tree/DEBIAN/"
install -m 755 deploy/debian/config deploy/debian/postinst deploy/debian/prerm deploy/debian/postrm "$tree/DEBIAN/"
(cd "$tree" && find . -type f ! -path './DEBIAN/*' -printf '%P\n' | LC_ALL=C sort | xargs md5sum) >"$work/md5sums"
install -m 644 "$work/md5sums" "$tree/DEBIAN/md5sums"
find "$tree" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +

package=$output/labd_${version}_$architecture.deb
dpkg-deb --root-owner-group -Zxz --build "$tree" "$package" >/dev/null
say "$package: $(stat -c %s "$package") bytes, sha256 $(sha256sum "$package" | cut -d' ' -f1)"
