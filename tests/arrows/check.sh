#!/usr/bin/env bash
# Checks who includes whom: tests/arrows/check.sh ROOT. Prints each violation as file:line: reason and exits 1.
#   knowledge includes neither adapters nor bot; adapters includes neither knowledge nor bot;
#   our headers show no library that is heavy to compile or ours to hide, except those in ROOT/tests/arrows/allowed.txt.
set -euo pipefail
[ $# = 1 ] || { sed -n '2,4p' "${BASH_SOURCE[0]}" >&2; exit 64; }
cd "$1"

hidden='boost|soci|sqlite3|simdjson|spdlog|nlohmann|openssl|unicode|toml\+\+|CLI'
allowed=tests/arrows/allowed.txt
found=0

report() { # REASON, lines of grep -n on standard input
  local line
  while IFS= read -r line; do
    printf '%s: %s\n' "$(cut -d: -f1,2 <<<"$line")" "$1"
    found=1
  done
}
includes() { # EXTENDED_REGEX FOLDER… [--include=GLOB]
  grep -rnE --include='*.cpp' --include='*.hpp' "^[[:space:]]*#[[:space:]]*include[[:space:]]*[<\"]($1)" "${@:2}" || true
}

report 'knowledge may include neither adapters nor bot' < <(includes '(\.\./)*(adapters|bot)/' knowledge)
report 'adapters may include neither knowledge nor bot' < <(includes '(\.\./)*(knowledge|bot)/' adapters)

# A header with Boost in it costs every file that sees it seconds; one with SOCI would open the store to everybody.
declare -A used=()
while IFS= read -r line; do
  header=${line%%:*}
  library=$(sed -nE "s,.*[<\"](($hidden)[^>\"]*)[>\"].*,\\1,p" <<<"$line")
  if grep -qE "^$header +${library%%[/.]*} " "$allowed"; then
    used["$header ${library%%[/.]*}"]=yes
  else
    report "our headers keep <$library> to themselves: move it to the .cpp, or say why not in $allowed" <<<"$line"
  fi
done < <(includes "($hidden)[/.]" knowledge adapters bot | grep -E '^[^:]*\.hpp:')

# An exception nobody needs any more would hide the next mistake.
number=0
while read -r header library reason; do
  number=$((number + 1))
  case $header in '' | '#'*) continue ;; esac
  if [ -z "$reason" ]; then report 'an exception needs a reason' <<<"$allowed:$number"; fi
  if [ -z "${used["$header $library"]:-}" ]; then
    report "$header does not include $library any more: remove the line" <<<"$allowed:$number"
  fi
done <"$allowed"
exit $found
