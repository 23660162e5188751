#!/usr/bin/env bash
# Tests the package as on a server, with Debian 12 booted in two containers: installs the package, activates
# the socket with the first labctl, imports a season, kills and freezes the service, reboots, backs up with the timer's service,
# restores in the second container, upgrades and purges. Prints what it saw, and exits with 1 if something was not as expected.
#   bash deploy/debian/try.sh [directory to work in; by default /var/tmp/labd-try]
# Needs root and about 2 GB of free space.
set -euo pipefail
work=${1:-/var/tmp/labd-try}
mkdir -p "$work"
work=$(realpath "$work")
source "$(dirname "${BASH_SOURCE[0]}")/../prepare.sh"
[ "$(id -u)" -eq 0 ] || { echo "this script boots containers: run it as root" >&2; exit 1; }
install_if_missing debootstrap debootstrap
install_if_missing systemd-nspawn systemd-container

faults=0
saw() { printf '   %-58s %s\n' "$1" "$2"; }
check() { # what, what was seen, what should be (a pattern)
    if [[ $2 == $3 ]]; then saw "$1" "$2"; else saw "$1" "$2  -- EXPECTED: $3"; faults=$((faults + 1)); fi
}

leader() { # the container's first process
    local outer
    outer=$(cat "$work/$1.pid")
    pgrep -P "$outer" | head -1
}
inside() { # container, command …
    local name=$1
    shift
    nsenter -t "$(leader "$name")" --mount --uts --ipc --net --pid --root --wd -- \
        env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 "$@"
}
wait_for() { # seconds, command …
    local end=$((SECONDS + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        [ $SECONDS -lt $end ] || return 1
        sleep 0.2
    done
}
boot() {
    systemd-nspawn --quiet --boot --directory "$work/$1" --machine "$1" --private-network --register=no \
        --keep-unit --console=pipe >"$work/$1.log" 2>&1 </dev/null &
    echo $! >"$work/$1.pid"
    wait_for 60 inside "$1" systemctl is-system-running --wait || true
    saw "$1 has booted" "$(inside "$1" systemctl is-system-running || true)"
}
stop_all() {
    for name in one two; do
        if [ -e "$work/$name.pid" ]; then kill -TERM "$(cat "$work/$name.pid")" 2>/dev/null || true; fi
    done
    wait 2>/dev/null || true
    rm -f "$work"/*.pid
}
trap stop_all EXIT

answer() { # container: the figures, without the position up to which they were computed
    inside "$1" labctl indicators --json | sed 's/"position":[0-9]*//g'
}

say "a Debian 12 system"
if [ ! -e "$work/base.done" ]; then
    rm -rf "$work/base"
    debootstrap --variant=minbase --include=systemd,systemd-sysv,dbus,liblmdb0,libxlsxwriter4,libexpat1,procps bookworm "$work/base" >"$work/debootstrap.log"
    touch "$work/base.done"
fi
for name in one two; do
    rm -rf "${work:?}/$name"
    cp -a --reflink=auto "$work/base" "$work/$name"
    echo "$name" >"$work/$name/etc/hostname"
done

say "the package, and one with a later version"
bash deploy/debian/build.sh "$work"
package=$(ls -t "$work"/labd_*_*.deb | grep -v later | head -1)
rm -rf "$work/later"
dpkg-deb -R "$package" "$work/later"
sed -i 's/^Version: .*/&.1/' "$work/later/DEBIAN/control"
dpkg-deb --root-owner-group -Zgzip --build "$work/later" "$work/later.deb" >/dev/null

say "installed"
boot one
cp "$package" "$work/one/root/labd.deb"
cp "$work/later.deb" deploy/demo/season.ndjson "$work/one/root/"
inside one dpkg -i /root/labd.deb >"$work/install.log"
check "dpkg says" "$(inside one dpkg-query -W -f '${Status}' labd)" "install ok installed"
check "the socket waits for the settings" "$(inside one systemctl is-active labd.socket || true)" inactive
inside one sed -i -e 's/^office = .*/office = "oglio-ovest"/' -e 's/^origin = .*/origin = "labd.example\/oglio-ovest"/' \
    -e 's/^owner = .*/owner = ["coordinator"]/' /etc/labd/labd.toml
mkdir -p "$work/one/etc/systemd/system/labd.service.d"
# The season needs a simulated log, and a shorter watchdog timeout saves half a minute.
printf '[Service]\nExecStart=\nExecStart=/usr/bin/labd --config /etc/labd/labd.toml --simulated\nWatchdogSec=4\n' \
    >"$work/one/etc/systemd/system/labd.service.d/try.conf"
inside one systemctl daemon-reload
inside one systemctl start labd.socket labd-backup.timer
check "the socket listens" "$(inside one systemctl is-active labd.socket)" active
check "labd itself waits to be asked" "$(inside one systemctl is-active labd.service || true)" inactive
saw "systemd-analyze security labd.service" "$(inside one systemd-analyze security --no-pager labd.service | tail -1)"
inside one systemd-analyze security --no-pager labd.service >"$work/security.txt"

check "the socket's group" "$(inside one stat -c '%U:%G %a' /run/labd/labd.sock)" "labd:labd-users 660"

say "the first labctl starts it"
check "labctl status" "$(inside one labctl status | grep -c .)" "*"
check "the service" "$(inside one systemctl is-active labd.service)" active
check "a season" "$(inside one labctl import /root/season.ndjson 2>&1 | tail -1)" "4800 accepted, 0 repeated, 0 refused*"
before=$(answer one)
inside one useradd anna
refused=0
inside one setpriv --reuid anna --regid anna --init-groups labctl status >"$work/anna.txt" 2>&1 || refused=$?
check "an account in no group" "$refused $(cat "$work/anna.txt")" "3 *labd-users*"
inside one usermod -a -G labd-users,labd-operators anna
check "one of labd-users" "$(inside one setpriv --reuid anna --regid anna --init-groups labctl compliance --json --on 2019-11-30 | grep -c position)" 1
check "labd's own group has no members" "$(inside one getent group labd | cut -d: -f4)" ""
limits=$(for name in LimitCORE MemoryMax MemorySwapMax; do inside one systemctl show -P "$name" labd.service; done | xargs)
check "no core dump, no swap, 2 GB" "$limits" "0 2147483648 0"
check "dumps are off in the process" "$(inside one sh -c 'stat -c %U /proc/$(systemctl show -P MainPID labd.service)/environ')" root

say "killed, frozen, rebooted"
inside one systemctl kill --signal=KILL labd.service
check "after kill -9 it answers the same" "$([ "$(answer one)" = "$before" ] && echo yes)" yes
old=$(inside one systemctl show -P MainPID labd.service)
inside one kill -STOP "$old"
began=$SECONDS
wait_for 40 bash -c "[ \"\$(nsenter -t $(leader one) -m -p -r -w -- systemctl show -P MainPID labd.service)\" != $old ]" || true
saw "frozen: the watchdog fired after" "$((SECONDS - began)) s"
check "systemd's word for it" "$(inside one journalctl -u labd --no-pager -q | grep -c 'Watchdog timeout')" "[1-9]*"
check "and it answers the same" "$([ "$(answer one)" = "$before" ] && echo yes)" yes
inside one systemctl reboot || true
# systemd-nspawn exits with 133 if its system requests a reboot.
ended=0
wait "$(cat "$work/one.pid")" || ended=$?
check "the system requests a reboot" "$ended" 133
boot one
check "after a reboot it answers the same" "$([ "$(answer one)" = "$before" ] && echo yes)" yes
check "doctor" "$(inside one labctl doctor)" "nothing is wrong"

say "backed up by the timer's service"
check "the timer waits" "$(inside one systemctl is-active labd-backup.timer)" active
inside one systemctl start labd-backup.service
saw "it said" "$(inside one journalctl -u labd-backup --no-pager -q -o cat | grep verified)"
# Two backups within a second would have the same name.
sleep 1
inside one labctl backup /var/backups/labd --data /var/lib/labd >"$work/backup.txt"
check "a backup by root belongs to labd" "$(inside one find /var/lib/labd /var/backups/labd ! -user labd)" ""
inside one ln -sf /etc/hostname /var/lib/labd/log/last-backup
inside one chown -h labd /var/lib/labd/log/last-backup
sleep 1
inside one labctl backup /var/backups/labd --data /var/lib/labd >>"$work/backup.txt"
check "root does not follow a link in the data directory" "$(inside one cat /etc/hostname)" one
inside one mkdir -p /root/keys
inside one labctl keys backup /root/keys >/dev/null
printed=$(inside one labctl keys print --data /var/lib/labd | sed -n "s/^office's key: *//p")
look=$(inside one labctl person show p-000148 --sealed | grep -c "Persona")

say "restored on another server"
boot two
cp "$package" "$work/two/root/labd.deb"
inside two dpkg -i /root/labd.deb >>"$work/install.log"
cp -a "$work/one/root/keys" "$work/two/root/"
cp -a "$work/one/var/backups/labd/." "$work/two/var/backups/labd/"
inside two chown -R labd:labd /var/backups/labd
cp "$work/one/etc/labd/labd.toml" "$work/two/etc/labd/labd.toml"
cp -a "$work/one/etc/systemd/system/labd.service.d" "$work/two/etc/systemd/system/"
inside two systemctl daemon-reload
check "the keys" "$(inside two sh -c "echo '$printed' | labctl keys restore --from /root/keys/* --data /var/lib/labd" 2>&1 | tail -1)" "*are in /var/lib/labd/keys"
check "the log" "$(inside two sh -c 'labctl restore $(ls -d /var/backups/labd/labd-* | tail -1) --data /var/lib/labd')" "restored: *"
inside two systemctl start labd.socket
check "it answers the same" "$([ "$(answer two)" = "$before" ] && echo yes)" yes
check "and opens what is sealed" "$(inside two labctl person show p-000148 --sealed | grep -c Persona)" "$look"

say "upgraded and purged"
inside one sed -i '1i # ours' /etc/labd/labd.toml
# As it was before the socket had a group of its own.
inside one groupdel labd-users
inside one usermod -a -G labd anna
inside one dpkg -i --force-confold /root/later.deb >>"$work/install.log" 2>&1
check "who was in the group labd is in labd-users" "$(inside one getent group labd-users | cut -d: -f4)" anna
check "and is let in" "$(inside one setpriv --reuid anna --regid anna --init-groups labctl compliance --json --on 2019-11-30 | grep -c position)" 1
check "the version" "$(inside one dpkg-query -W -f '${Version}' labd)" "*.1"
check "the settings stay" "$(inside one head -1 /etc/labd/labd.toml)" "# ours"
check "it answers the same" "$([ "$(answer one)" = "$before" ] && echo yes)" yes
check "purged, with nobody at a terminal" "$(inside one dpkg --purge labd 2>&1 | grep stay)" "*the log and its keys stay*"
check "the log is there" "$(inside one ls /var/lib/labd/log/data.mdb)" /var/lib/labd/log/data.mdb
check "the service is not" "$(inside one systemctl is-active labd.service || true)" inactive

say "$faults faults"
[ "$faults" -eq 0 ]
