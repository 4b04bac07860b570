#!/usr/bin/env bash
# The check must find each kind of violation: a small tree with one at a time, and one without any.
set -euo pipefail
check=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/check.sh
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
failed=0

row() { # WHAT, EXPECTED OUTPUT ('' for none), FILE, ITS LINE, LINES OF allowed.txt
  rm -rf "${root:?}"/*
  mkdir -p "$root"/{knowledge,adapters,bot,tests/arrows}
  printf '%s\n' "$4" >"$root/$3"
  printf '%s' "${5:-}" >"$root/tests/arrows/allowed.txt"
  local output status=0 expected_status=0
  output=$("$check" "$root") || status=$?
  if [ -n "$2" ]; then expected_status=1; fi
  if [ "$status" != "$expected_status" ] || [[ $output != "$2"* ]]; then
    printf 'FAILED: %s\n  expected: %s\n  got (%s): %s\n' "$1" "${2:-nothing}" "$status" "$output"
    failed=1
  fi
}

row 'bot may include both others' '' bot/a.cpp '#include "knowledge/model.hpp"'
row 'knowledge includes adapters' 'knowledge/a.cpp:1: knowledge may' knowledge/a.cpp '#include "adapters/chat/incoming.hpp"'
row 'knowledge includes bot by a relative path' 'knowledge/a.hpp:1: knowledge may' knowledge/a.hpp '  # include "../bot/a.hpp"'
row 'adapters includes knowledge' 'adapters/a.hpp:1: adapters may' adapters/a.hpp '#include "knowledge/model.hpp"'
row 'adapters includes bot' 'adapters/a.cpp:1: adapters may' adapters/a.cpp '#include "bot/a.hpp"'
row 'a comment about an include is none' '' adapters/a.cpp '// #include "bot/a.hpp"'
row 'a source may include Boost' '' bot/a.cpp '#include <boost/asio.hpp>'
row 'a header may not' 'bot/a.hpp:1: our headers keep <boost/asio.hpp>' bot/a.hpp '#include <boost/asio.hpp>'
row 'nor a library of one header' 'bot/a.hpp:1: our headers keep <simdjson.h>' bot/a.hpp '#include <simdjson.h>'
row 'unless it is allowed' '' bot/a.hpp '#include <boost/asio.hpp>' $'bot/a.hpp boost its purpose is Asio\n'
row 'allowed without a reason' 'tests/arrows/allowed.txt:1: an exception needs' bot/a.hpp '#include <boost/asio.hpp>' \
  $'bot/a.hpp boost \n'
row 'allowed for another library' 'bot/a.hpp:1: our headers' bot/a.hpp '#include <boost/asio.hpp>' $'bot/a.hpp soci rows\n'
row 'allowed and not needed' 'tests/arrows/allowed.txt:2: bot/a.hpp does not' bot/a.hpp '#include <string>' \
  $'# comment\nbot/a.hpp boost its purpose is Asio\n'
row 'an excepted header passes it on' 'bot/a.hpp:1: our headers keep <boost>' bot/a.hpp '#include "adapters/b.hpp"' \
  $'adapters/b.hpp boost its purpose is Asio\n'
row 'unless the other is excepted too' '' bot/a.hpp '#include "adapters/b.hpp"' \
  $'adapters/b.hpp boost its purpose is Asio\nbot/a.hpp boost so is its own\n'
exit $failed
