#!/usr/bin/env bash
# Debian's packages for the real WordPress of tests/wordpress: WordPress itself, PHP, MariaDB, nginx.
# Does nothing (in a few hundredths of a second) when they are all there. Needs root when not.
set -euo pipefail

packages=(
  # "php" after php-fpm, and nginx-light: so that apt does not choose Apache for WordPress.
  php-fpm php php-cli php-mysql php-gd php-curl php-xml php-mbstring php-intl nginx-light
  # The "-core" package is the server without its service, its account and its data directory.
  mariadb-server-core mariadb-client
  wordpress wordpress-l10n wordpress-theme-twentytwentythree
)

is_installed() {
  [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

missing=()
for package in "${packages[@]}"; do
  is_installed "$package" || missing+=("$package")
done
if [ ${#missing[@]} -eq 0 ]; then
  exit 0
fi

if [ "$(id -u)" -ne 0 ]; then
  echo "install-packages.sh: as root, please; missing: ${missing[*]}" >&2
  exit 1
fi

# Debian asks policy-rc.d before it starts a service: 101 means no. The tests start their own.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod +x "$policy"
fi

export DEBIAN_FRONTEND=noninteractive
apt=(apt-get -qq -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3)
echo "install-packages.sh: installing ${missing[*]}"
"${apt[@]}" update
"${apt[@]}" install -y --no-install-recommends "${missing[@]}" >/dev/null
