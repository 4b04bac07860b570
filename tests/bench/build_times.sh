#!/usr/bin/env bash
# Measures what docs/building.md promises: a cold release build of everything, and how long an edit of a file takes to a
# program one can run. `./dev build --times` calls this. Works on a copy of what git knows, without ccache, so neither the
# tree nor a warm cache is touched; takes about ten minutes on two cores.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
git ls-files -z | xargs -0 cp --parents -t "$copy"
cd "$copy"
export CCACHE_DISABLE=1

seconds() { # COMMAND…: its wall time; its output only if it fails
  local from to
  from=$(date +%s%N)
  "$@" >"$copy/log" 2>&1 || { cat "$copy/log" >&2; exit 70; }
  to=$(date +%s%N)
  awk -v t=$((to - from)) 'BEGIN { printf "%.1f", t / 1e9 }'
}
row() { # WHAT, SECONDS, LIMIT (-: none)
  printf '| %-58s | %7s s | %7s |\n' "$1" "$2" "$([ "$3" = - ] || echo "< $3 s")"
  [ "$3" != - ] && awk -v t="$2" -v limit="$3" 'BEGIN { exit !(t >= limit) }' && late+=("$1")
  return 0
}
slowest() { # GREP_OPTION: the largest .cpp of ours that speaks Asio (-l) or does not (-L), by lines
  git -C "$OLDPWD" ls-files -- 'knowledge/*.cpp' 'adapters/*.cpp' 'bot/*.cpp' | xargs grep "$1" 'boost/\(asio\|beast\)' |
    xargs wc -l | awk '$2 != "total"' | sort -n | tail -n "${2:-1}" | awk '{ print $2 }'
}

late=()
printf '| %-58s | %-9s | %-7s |\n|%s|-----------|---------|\n' "measured on $(nproc) cores, no compiler cache" took promise \
  "$(printf -- '-%.0s' {1..60})"
cmake --preset release >"$copy/log" 2>&1
row 'release, everything: program, tests, benchmarks' "$(seconds cmake --build --preset release -j "$(nproc)")" 360
rm -rf build/release
cmake --preset run >"$copy/log" 2>&1
row 'release, the program alone (./dev run)' "$(seconds cmake --build --preset run -j "$(nproc)")" 360
cmake --preset dev >"$copy/log" 2>&1
row 'dev, everything (./dev test)' "$(seconds cmake --build --preset dev -j "$(nproc)")" -
for source in $(slowest -L 3); do
  touch "$source"
  row "dev, qunda after an edit of $source" "$(seconds cmake --build --preset dev --target qunda)" 5
done
for source in $(slowest -l 3); do
  touch "$source"
  row "dev, qunda after an edit of $source" "$(seconds cmake --build --preset dev --target qunda)" 40
done
if [ ${#late[@]} -gt 0 ]; then
  printf 'over the promise: %s\n' "${late[@]}"
  exit 2
fi
