#!/bin/sh
# Sees to it that what the tests need of the system is there, or says what to do; $1 is the playwright command.
# Each is named with its reason before anything is installed; by apt-get, where there is one.
set -u
found() { command -v "$1" >/dev/null 2>&1; }
browser() {
    for name in "${BACKCARE_CHROMIUM:-chromium-headless-shell}" chromium chromium-browser google-chrome google-chrome-stable; do
        found "$name" && return 0
    done
    return 1
}

wanted=""
need() {
    wanted="$wanted $1"
    echo "The tests need $1, $2."
}
browser || need chromium-headless-shell "a browser to open the pages in"
found strace || need strace "to stop a save where a power cut would"
found faketime || need faketime "to see midnight pass"
found nginx || [ -x /usr/sbin/nginx ] || need nginx-light "in front of a clinic's two servers"
[ -z "$wanted" ] && exit 0
if found apt-get; then
    echo "Installing$wanted by apt-get, as root."
    root=""
    [ "$(id -u)" = 0 ] || root="sudo -n"
    # shellcheck disable=SC2086 # Several words are meant.
    # RUNLEVEL=1: nginx is wanted as a program, not as a service that listens on this machine.
    $root apt-get update -qq && $root env RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $wanted >/dev/null
fi
browser && exit 0
echo "Installing Playwright's own Chromium for this user."
"$1" install chromium && exit 0
echo "The tests need a browser and none could be installed." >&2
echo "Install Chromium or Chrome, or set BACKCARE_CHROMIUM to its path, and run make test again." >&2
exit 1
