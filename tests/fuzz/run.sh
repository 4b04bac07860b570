#!/usr/bin/env bash
# Fuzzes targets built by the preset fuzz: tests/fuzz/run.sh BUILD_FOLDER SECONDS [NAME]. `./dev fuzz` calls this.
# Starts from the seeds and old crashes in the tree and from what earlier runs found (BUILD_FOLDER/corpus/NAME). An input
# that breaks a target is written to tests/fuzz/crashes/NAME/, where every test run replays it from then on: commit it
# together with the mend. QUNDA_FUZZ_SEED=N makes runs alike, as far as the clock lets them.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
[ $# -ge 2 ] || { sed -n '2,6p' "${BASH_SOURCE[0]}" >&2; exit 64; }
folder=$1 seconds=$2 only=${3:-}

fuzz_one() { # NAME: quiet when nothing was found
  local name=$1 log=$folder/fuzz-$1.log
  local -a kept=() seed=()
  if [ -n "${QUNDA_FUZZ_SEED:-}" ]; then seed=(-seed="$QUNDA_FUZZ_SEED"); fi
  mkdir -p "$folder/corpus/$name" "$here/crashes/$name"
  for kept_folder in "$here/corpus/$name" "$here/crashes/$name"; do
    if [ -d "$kept_folder" ]; then kept+=("$kept_folder"); fi
  done
  local status=0
  "$folder/tests/fuzz/fuzz_$name" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
    "${seed[@]}" \
    -artifact_prefix="$here/crashes/$name/" "$folder/corpus/$name" "${kept[@]}" >"$log" 2>&1 || status=$?
  rmdir --ignore-fail-on-non-empty "$here/crashes/$name" "$here/crashes"
  if [ "$status" != 0 ]; then
    tail -n 60 "$log"
    printf 'fuzz: %s found something (above; all of it in %s)\n' "$name" "$log"
    return 1
  fi
  awk -v name="$name" '/^#[0-9]+.*cov:/ { for (i = 1; i < NF; i++) if ($i == "cov:") covered = $(i + 1) }
    /number_of_executed_units/ { runs = $2 } /new_units_added/ { added = $2 }
    END { printf "%-20s %10d runs, %6d points covered, %5d inputs added, nothing found\n", name, runs, covered, added }' "$log"
}
export -f fuzz_one
export here folder seconds

names=()
for source in "$here"/fuzz_*.cpp; do
  name=${source##*/fuzz_}
  name=${name%.cpp}
  if [ -e "$source" ] && { [ -z "$only" ] || [ "$only" = "$name" ]; }; then names+=("$name"); fi
done
[ ${#names[@]} -gt 0 ] || { echo "fuzz: there is no target ${only:-at all} in $here" >&2; exit 64; }
# shellcheck disable=SC2016 # $1 is the inner shell's
printf '%s\n' "${names[@]}" | xargs -n 1 -P "$(nproc)" bash -c 'set -euo pipefail; fuzz_one "$1"' fuzz
