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
declare -A excepted=() used=()
number=0
while read -r header library reason; do
  number=$((number + 1))
  case $header in '' | '#'*) continue ;; esac
  excepted["$header $library"]=$number
  if [ -z "$reason" ]; then report 'an exception needs a reason' <<<"$allowed:$number"; fi
done <"$allowed"

judge() { # LIBRARY SHOWN LINE_OF_GREP
  local header=${3%%:*}
  if [ -n "${excepted["$header $1"]:-}" ]; then
    used["$header $1"]=yes
  else
    report "our headers keep <$2> to themselves: move it to the .cpp, or say why not in $allowed" <<<"$3"
  fi
}
while IFS= read -r line; do
  shown=$(sed -nE 's,.*[<"](.*)[>"].*,\1,p' <<<"$line")
  judge "${shown%%[/.]*}" "$shown" "$line"
done < <(includes "($hidden)[/.]" knowledge adapters bot | grep -E '^[^:]*\.hpp:')

# An excepted header passes on what it shows: a header that includes it needs the exception too.
for exception in "${!excepted[@]}"; do
  while IFS= read -r line; do
    judge "${exception#* }" "${exception#* }" "$line"
  done < <(includes "${exception% *}\"" knowledge adapters bot | grep -E '^[^:]*\.hpp:')
done

# An exception nobody needs any more would hide the next mistake.
for exception in "${!excepted[@]}"; do
  if [ -e "${exception% *}" ] && [ -z "${used["$exception"]:-}" ]; then
    report "${exception% *} does not show ${exception#* } any more: remove the line" \
      <<<"$allowed:${excepted["$exception"]}"
  fi
done
exit $found
