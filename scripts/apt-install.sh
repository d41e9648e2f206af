#!/usr/bin/env bash
# Installs Debian packages in one apt run: scripts/apt-install.sh PACKAGE...
# Without root, prints the exact command to run as root and fails. No packages named: does nothing.
set -euo pipefail

[ $# -gt 0 ] || exit 0

if ! command -v apt-get >/dev/null; then
  echo "These are needed and this is no Debian system; install their like by hand: $*" >&2
  exit 1
fi

if [ "$(id -u)" -ne 0 ]; then
  echo "Root is needed once. Run this as root, then try again:" >&2
  echo "  apt-get update && apt-get install -y --no-install-recommends $*" >&2
  exit 1
fi

apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
