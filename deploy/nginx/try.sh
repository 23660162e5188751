#!/usr/bin/env bash
# Tries the nginx sites of this directory: makes accounts, an authority and certificates, starts a labd and an nginx of its own on
# loopback, attacks them, and removes everything again. Prints a line for each check, and fails if one fails.
#   sudo bash deploy/nginx/try.sh [DIRECTORY OF labd AND labctl]
set -euo pipefail
programs=${1:+$(realpath "$1")}
here=$(realpath "$(dirname "${BASH_SOURCE[0]}")")
source "$here/../prepare.sh"

if [ "$(id -u)" -ne 0 ]; then
    printf 'Only root can make accounts and start nginx: sudo bash deploy/nginx/try.sh\n' >&2
    exit 1
fi
# A service that apt starts would take the ports of this machine.
policy=/usr/sbin/policy-rc.d
if [ ! -e /usr/sbin/nginx ] && [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
    trap 'rm -f "$policy"' EXIT
    install_if_missing /usr/sbin/nginx nginx
    rm -f "$policy"
fi
install_if_missing /usr/sbin/nginx nginx
install_if_missing /usr/lib/nginx/modules/ngx_http_auth_pam_module.so libnginx-mod-http-auth-pam
install_if_missing openssl openssl
install_if_missing curl curl
if [ -z "$programs" ]; then
    say "building labd and labctl"
    swift build
    programs=$(swift build --show-bin-path)
fi

work=$(mktemp -d /tmp/labd-nginx.XXXXXX)
chmod 755 "$work"
run=lt$$
anna=$run-anna bruno=$run-bruno front=$run-nginx
daemon=
finish() {
    if [ -s "$work/nginx.pid" ]; then kill -QUIT "$(cat "$work/nginx.pid")" 2>/dev/null || true; fi
    if [ -n "$daemon" ] && kill -0 "$daemon" 2>/dev/null; then
        kill -TERM "$daemon"
        wait "$daemon" || true
    fi
    for account in "$anna" "$bruno" "$front"; do userdel "$account" 2>/dev/null || true; done
    for group in coordinators viewers users; do groupdel "$run-$group" 2>/dev/null || true; done
    rm -f "/etc/pam.d/$run"
    rm -rf "$work"
}
trap finish EXIT

say "making accounts: $anna is a coordinator, $bruno a viewer, $front runs nginx"
for group in coordinators viewers users; do groupadd --system "$run-$group"; done
add() { useradd --system --no-create-home --shell /usr/sbin/nologin --groups "$2" "$1"; }
add "$anna" "$run-coordinators,$run-users"
add "$bruno" "$run-viewers,$run-users"
# The group shadow is for passwords only.
add "$front" "$run-users,shadow"
password=$(openssl rand -hex 12)
printf '%s:%s\n' "$anna" "$password" "$bruno" "$password" | chpasswd
printf 'auth required pam_unix.so nodelay\naccount required pam_unix.so\n' >"/etc/pam.d/$run"

say "making an authority, and certificates"
mkdir "$work/tls"
cd "$work/tls"
authority() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$1.key" -out "$1.pem" -days 2 \
        -subj "/CN=$1" 2>/dev/null
}
# certificate FILE SUBJECT USE AUTHORITY
certificate() {
    openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$1.key" -subj "$2" -out "$1.csr" 2>/dev/null
    openssl x509 -req -in "$1.csr" -CA "$4.pem" -CAkey "$4.key" -days 1 -out "$1.pem" \
        -extfile <(printf 'extendedKeyUsage=%s\nsubjectAltName=DNS:labd.example\n' "$3") 2>/dev/null
}
authority authority
authority stranger
certificate server /CN=labd.example serverAuth authority
certificate anna "/CN=$anna" clientAuth authority
certificate bruno "/CN=$bruno" clientAuth authority
certificate forged "/CN=$anna" clientAuth stranger
certificate root /CN=root clientAuth authority
certificate front "/CN=$front" clientAuth authority
certificate nobody "/CN=$run-nobody" clientAuth authority
certificate double "/CN=$bruno/CN=$anna" clientAuth authority
certificate comma "/CN=x\\,CN=$anna" clientAuth authority
certificate capital "/CN=${anna^^}" clientAuth authority

say "starting labd on an empty, simulated log, and importing a season"
socket=$work/labd.sock
cat >"$work/labd.toml" <<END
office = "oglio-ovest"
origin = "labd.example/prova"
zone = "Europe/Rome"
data = "$work/data"
socket = "$socket"
[roles]
owner = ["coordinator"]
coordinator = ["$run-coordinators"]
viewer = ["$run-viewers"]
fronts = ["$front"]
END
"$programs/labd" --config "$work/labd.toml" --simulated 2>"$work/labd.log" &
daemon=$!
for _ in $(seq 100); do
    [ -S "$socket" ] && break
    if ! kill -0 "$daemon" 2>/dev/null; then cat "$work/labd.log" >&2; exit 1; fi
    sleep 0.1
done
"$programs/labctl" --socket "$socket" import "$here/../demo/season.ndjson" 2>/dev/null
# On a server, systemd gives the socket its group.
chgrp "$run-users" "$socket"
chmod 660 "$socket"

# The first of four ports, for TLS and for plain HTTP of the two sites.
port=$((20000 + RANDOM % 10000))

# site FILE PORT: the site as it is in this directory, with the paths of this try.
site() {
    sed -e "s#/etc/nginx/labd/#$work/tls/#; s#/run/labd/labd.sock#$socket#; s#/var/log/nginx/#$work/#" \
        -e "s#include snippets/labd-\(http\|pages\).conf#include $work/$2-\1.conf#" \
        -e "s#listen 443#listen 127.0.0.1:$2#; s#listen 80 #listen 127.0.0.1:$(($2 + 1)) #; /listen \[::\]/d" \
        -e "s#auth_pam_service_name \"labd\"#auth_pam_service_name \"$run\"#" "$1"
}
# start FILE PORT: nginx with one site, and returns when it listens.
start() {
    if [ -s "$work/nginx.pid" ]; then
        local before
        before=$(cat "$work/nginx.pid")
        kill -QUIT "$before"
        while kill -0 "$before" 2>/dev/null; do sleep 0.05; done
    fi
    for part in http pages; do site "$here/labd-$part.conf" "$2" >"$work/$2-$part.conf"; done
    cat >"$work/nginx.conf" <<END
user $front;
worker_processes 2;
pid $work/nginx.pid;
error_log $work/error.log;
load_module /usr/lib/nginx/modules/ngx_http_auth_pam_module.so;
events {}
http {
    # As in Debian's own configuration.
    gzip on;
    client_body_temp_path $work/body;
    proxy_temp_path $work/proxy;
    fastcgi_temp_path $work/fastcgi;
    uwsgi_temp_path $work/uwsgi;
    scgi_temp_path $work/scgi;
$(site "$here/$1" "$2")
}
END
    nginx -q -t -c "$work/nginx.conf"
    nginx -c "$work/nginx.conf"
    for _ in $(seq 50); do
        if [ -s "$work/nginx.pid" ]; then break; fi
        sleep 0.1
    done
}

checks=0 failures=0
# check NAME WANTED FOUND: WANTED is a pattern of the shell.
check() {
    checks=$((checks + 1))
    # shellcheck disable=SC2053
    if [[ $3 == $2 ]]; then
        printf 'ok    %s (%s)\n' "$1" "$3"
    else
        failures=$((failures + 1))
        printf 'FAIL  %s: %s instead of %s\n' "$1" "$3" "$2"
    fi
}
# ask CERTIFICATE PATH [ARGUMENTS OF curl]: prints the status; the answer is in $work/answer, its head in $work/head.
ask() {
    local who=$1 path=$2
    shift 2
    local as=()
    [ -z "$who" ] || as=(--cert "$work/tls/$who.pem" --key "$work/tls/$who.key")
    : >"$work/answer"
    # Its own status 000 says that there was no answer.
    curl -s --max-time 20 --resolve "labd.example:$port:127.0.0.1" --cacert "$work/tls/authority.pem" "${as[@]}" \
        -D "$work/head" -o "$work/answer" -w '%{http_code}' "$@" "https://labd.example:$port$path" || true
}
says() { if grep -qF -- "$1" "$work/answer"; then echo "says $1"; else echo "does not say $1"; fi; }
field() { tr -d '\r' <"$work/head" | sed -n "s/^$1: //Ip" | head -1; }
value() { sed -n "s/.*name=\"$1\" value=\"\([^\"]*\)\".*/\1/p" "$work/answer" | head -1; }
length() { "$programs/labctl" --socket "$socket" status --metrics | sed -n 's/^labd_events //p'; }
own=https://labd.example:$port
caseload="/pages/caseload?lang=en"

say "client certificates (labd.conf)"
start labd.conf "$port"
check "no certificate" 403 "$(ask '' /pages/today)"
check "  and it is said what to do" "says certificat*" "$(says certificat)"
check "a certificate of another authority" 403 "$(ask forged /pages/today)"
check "the coordinator's page, by the coordinator" 200 "$(ask anna "$caseload")"
check "  as the account of the certificate" "says $anna" "$(says "$anna")"
check "  HSTS" "max-age=*" "$(field Strict-Transport-Security)"
check "  not in a frame" DENY "$(field X-Frame-Options)"
check "  not compressed" "" "$(ask anna "$caseload" --compressed >/dev/null; field Content-Encoding)"
check "the coordinator's page, by the viewer" 403 "$(ask bruno "$caseload")"
check "  as the account of the certificate" "says $bruno" "$(says "$bruno")"
check "the viewer's page, by the viewer" 200 "$(ask bruno /pages/aggregates?lang=en)"
for name in Labd-User labd-user LABD-USER Labd_User; do
    check "the viewer sends $name: the coordinator" 403 "$(ask bruno "$caseload" -H "$name: $anna")"
    check "  and is still the viewer" "says $bruno" "$(says "$bruno")"
done
check "the viewer sends it twice" 403 "$(ask bruno "$caseload" -H "Labd-User: $anna" -H "Labd-User: $anna")"
check "a certificate of root" 403 "$(ask root /pages/today)"
check "a certificate of nginx's own account" 403 "$(ask front /pages/today)"
check "a certificate of an account that does not exist" 403 "$(ask nobody /pages/today)"
check "a certificate with two names" 403 "$(ask double /pages/today)"
check "a certificate with a name within its name" 403 "$(ask comma /pages/today)"
check "a certificate in capital letters" 403 "$(ask capital /pages/today)"
check "past nginx, to the socket, as another" 403 "$(setpriv --reuid "$bruno" --regid "$bruno" --init-groups \
    curl -s -o /dev/null -w '%{http_code}' --unix-socket "$socket" -H "Labd-User: $anna" "http://labd$caseload")"

ask anna /pages/form/worker.enrol >/dev/null
token=$(value form-token) id=$(value form-id)
fill() {
    printf '%s\n' --data-urlencode "form-token=$token" --data-urlencode "form-id=$id" -d worker=sw-try \
        -d profession=social-worker -d employer=e -d from=2019-06-01
}
mapfile -t form < <(fill)
before=$(length)
send=/pages/send/worker.enrol
check "a form that a page of another site sends" 403 "$(ask anna $send "${form[@]}" -H "Origin: https://evil.example")"
check "  even if it says so only in Sec-Fetch-Site" 403 "$(ask anna $send "${form[@]}" -H "Sec-Fetch-Site: cross-site")"
check "  or hides where it comes from" 403 "$(ask anna $send "${form[@]}" -H "Origin: null")"
check "a form without a token" 403 "$(ask anna $send "${form[@]:2}" -H "Origin: $own")"
check "a form with the token of another account" 403 "$(ask bruno $send "${form[@]}" -H "Origin: $own")"
check "  nothing was recorded" "$before" "$(length)"
check "the form itself" 303 "$(ask anna $send "${form[@]}" -H "Origin: $own" -H "Sec-Fetch-Site: same-origin")"
check "  one event was recorded" "$((before + 1))" "$(length)"
check "  by the account of the certificate" "*\"actor\":\"$anna\"*" "$(curl -s --unix-socket "$socket" \
    "http://labd/v1/events?from=$before" | grep -o '"actor":"[^"]*"' | tail -1)"
check "an answer, asked for by the page" 200 "$(ask anna /v1/caseload -H "Sec-Fetch-Site: same-origin")"
check "an answer, asked for by a page of another site" 403 "$(ask anna /v1/caseload -H "Sec-Fetch-Site: cross-site")"
check "a link from a mail" 200 "$(ask anna "$caseload" -H "Sec-Fetch-Site: cross-site")"
check "commands as JSON" 403 "$(ask anna /v1/commands -H "Content-Type: application/json" -d '{}')"
check "metrics" 404 "$(ask anna /metrics)"
check "metrics through the pages" 404 "$(ask anna /pages/../metrics --path-as-is)"
check "another name" 421 "$(ask anna /pages/today -H "Host: evil.example")"
check "another name in the handshake" 000 "$(curl -sk -o /dev/null -w '%{http_code}' "https://127.0.0.1:$port/" || true)"
check "a body of more than a mebibyte" 413 "$(ask anna $send --data-binary @<(head -c 1100000 /dev/zero) -H "Origin: $own")"
check "a head of more than 16 kB" "4*" "$(ask anna /pages/today --http1.1 -H "X: $(head -c 20000 /dev/zero | tr '\0' a)")"
check "plain HTTP leads to TLS" "https://labd.example/pages" "$(curl -s -o /dev/null -w '%{redirect_url}' \
    "http://127.0.0.1:$((port + 1))/pages")"
check "the log of nginx names the account" "$anna *" "$(grep -m1 -o "$anna .*/pages/caseload\" 200" "$work/labd-access.log")"
check "  and nothing of an address after the question mark" 0 "$(grep -c 'lang=' "$work/labd-access.log" || true)"

say "names and passwords (labd-pam.conf)"
port=$((port + 2))
start labd-pam.conf "$port"
check "no password" 401 "$(ask '' /pages/today)"
check "a wrong password" 401 "$(ask '' /pages/today -u "$anna:wrong")"
check "an account without a password" 401 "$(ask '' /pages/today -u "$front:$password")"
check "the coordinator's page, by the coordinator" 200 "$(ask '' "$caseload" -u "$anna:$password")"
check "  as the account of the password" "says $anna" "$(says "$anna")"
check "the coordinator's page, by the viewer" 403 "$(ask '' "$caseload" -u "$bruno:$password")"
check "the viewer sends Labd-User: the coordinator" 403 "$(ask '' "$caseload" -u "$bruno:$password" -H "Labd-User: $anna")"
check "  and is still the viewer" "says $bruno" "$(says "$bruno")"
check "a form that a page of another site sends" 403 "$(ask '' $send "${form[@]}" -u "$anna:$password" \
    -H "Origin: https://evil.example")"

say "$((checks - failures)) of $checks checks hold"
[ "$failures" -eq 0 ]
