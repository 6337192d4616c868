#!/usr/bin/env bash
# examples.sh [--record]: builds the examples, runs each in its short mode, and compares what it prints
# with its expected.txt. Numbers, and classes that follow from them, may differ, as they do with another kernel path; all
# other text may not. --record writes the files anew.
set -euo pipefail
cd "$(dirname "$0")/.."

swift build --package-path Examples -c release -Xswiftc -warnings-as-errors
bin=$(swift build --package-path Examples -c release --show-bin-path)
# Numbers as N, and the names of expressions alike, which follow from numbers too.
likeness() {
  sed -E 's/-?[0-9]+(\.[0-9]+)?(e-?[0-9]+)?/N/g
    s/\b(anger|disgust|fear|happiness|neutral|sadness|surprise)\b/CLASS/g; s/ +/ /g; s/ $//'
}

failed=0
for folder in Examples/*/; do
  name=$(basename "$folder")
  expected=$folder/expected.txt
  start=$SECONDS
  output=$("$bin/$name" --short 2>&1) || { echo "$name failed: $output"; failed=1; continue; }
  if [ "${1:-}" = --record ]; then printf '%s\n' "$output" >"$expected"; fi
  if diff <(likeness <"$expected") <(printf '%s\n' "$output" | likeness); then
    echo "$name: as expected, $((SECONDS - start)) s"
  else
    echo "$name: prints something else than $expected"
    failed=1
  fi
done
exit "$failed"
