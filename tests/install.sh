#!/bin/sh
# Sees to it that what the tests need of the system is there, or says what to do; $1 is the playwright command.
# A browser always; strace (power cuts), nginx (two servers of a clinic) and faketime (midnight) by apt-get, where there
# is one.
set -u
found() { command -v "$1" >/dev/null 2>&1; }
browser() {
    for name in "${BACKCARE_CHROMIUM:-chromium-headless-shell}" chromium chromium-browser google-chrome google-chrome-stable; do
        found "$name" && return 0
    done
    return 1
}

wanted=""
browser || wanted="chromium-headless-shell"
found strace || wanted="$wanted strace"
found faketime || wanted="$wanted faketime"
found nginx || [ -x /usr/sbin/nginx ] || wanted="$wanted nginx-light"
[ -z "$wanted" ] && exit 0
if found apt-get; then
    root=""
    [ "$(id -u)" = 0 ] || root="sudo -n"
    # shellcheck disable=SC2086 # Several words are meant.
    # RUNLEVEL=1: nginx is wanted as a program, not as a service that listens on this machine.
    $root apt-get update -qq && $root env RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $wanted >/dev/null
fi
browser || "$1" install chromium && exit 0
echo "The tests need a browser and none could be installed." >&2
echo "Install Chromium or Chrome, or set BACKCARE_CHROMIUM to its path, and run make test again." >&2
exit 1
