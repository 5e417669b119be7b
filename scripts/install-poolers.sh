#!/usr/bin/env bash
# Installs what `pnpm test:poolers` runs against, on Debian 12, as root: its PgBouncer and Pgpool, and beside them the
# PgBouncer of Debian 13, which knows prepared statements, with the libraries that it needs.
set -euo pipefail

place=/opt/rowauth-poolers
export DEBIAN_FRONTEND=noninteractive

if [ ! -x /usr/sbin/pgbouncer ] || [ ! -x /usr/sbin/pgpool ]; then
  apt-get update -qq
  # Neither is started as a service: the tests start their own.
  RUNLEVEL=1 apt-get install -y -qq --no-install-recommends pgbouncer pgpool2
fi

if [ ! -x "$place/pgbouncer" ]; then
  mkdir -p "$place/apt/lists/partial" "$place/debs"
  cd "$place/debs"
  echo 'deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian trixie main' \
    >"$place/apt/sources.list"
  : >"$place/apt/status"
  options=(-qq -o APT::Sandbox::User=root
    -o Dir::Etc::sourcelist="$place/apt/sources.list" -o Dir::Etc::sourceparts=-
    -o Dir::State="$place/apt" -o Dir::State::status="$place/apt/status" -o Dir::Cache="$place/apt")
  apt-get "${options[@]}" update
  apt-get "${options[@]}" download pgbouncer libc6 libcares2 libevent-2.1-7t64 libpam0g libaudit1 libcap-ng0 \
    libssl3t64 libsystemd0 libcap2 libzstd1 zlib1g
  for package in *.deb; do dpkg-deb -x "$package" "$place"; done
  libraries=$(echo "$place"/usr/lib/*-linux-gnu)
  printf '#!/bin/sh\nexec %s --library-path %s %s "$@"\n' \
    "$(echo "$libraries"/ld-linux-*.so.*)" "$libraries" "$place/usr/sbin/pgbouncer" >"$place/pgbouncer"
  chmod 755 "$place/pgbouncer"
  rm -rf "$place/apt" "$place/debs"
fi

/usr/sbin/pgbouncer --version | head -1
"$place/pgbouncer" --version | head -1
/usr/sbin/pgpool --version 2>&1
