#!/usr/bin/env bash
# Downloads files of one Debian suite without touching the system's own apt state and without root:
#   scripts/private-apt.sh SUITE download PACKAGE...            binary packages into the current folder
#   scripts/private-apt.sh SUITE source PACKAGE=VERSION...      source archives into the current folder
# The mirror is the one the machine is set up with; apt checks everything against Debian's key.
# Fails where apt has no Debian mirror configured.
set -euo pipefail

suite=$1 verb=$2
shift 2

keyring=/usr/share/keyrings/debian-archive-keyring.gpg
command -v apt-get >/dev/null && [ -f "$keyring" ] || { echo "not a Debian system" >&2; exit 1; }

mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Origin: Debian' 'Label: Debian' 2>/dev/null | head -1 || true)
if [ -z "$mirror" ]; then
  # No lists downloaded yet: the first mirror named in the configuration.
  mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.{list,sources} 2>/dev/null |
    grep -E '^(deb |URIs:)' | grep -oE '(https?|mirror\+[a-z]+|file)://?[^ ]+' | grep -v security | head -1 || true)
fi
[ -n "$mirror" ] || { echo "apt has no Debian mirror configured" >&2; exit 1; }

case $verb in
  download) kind=deb action=(download) ;;
  source) kind=deb-src action=(source --download-only) ;;
  *) echo "unknown verb: $verb" >&2; exit 1 ;;
esac

state=$(mktemp -d)
trap 'rm -rf "$state"' EXIT
mkdir -p "$state"/lists/partial "$state"/cache/archives/partial
echo "$kind [signed-by=$keyring] $mirror $suite main" >"$state/sources.list"

apt=(apt-get -qq
  -o Dir::Etc::sourcelist="$state/sources.list" -o Dir::Etc::sourceparts=/dev/null
  -o Dir::State::Lists="$state/lists" -o Dir::Cache="$state/cache" -o APT::Sandbox::User=root
  -o Acquire::Languages=none -o Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false
  -o Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled=false)
"${apt[@]}" update
"${apt[@]}" "${action[@]}" "$@"
