#!/usr/bin/env bash
# Kills a training run at random moments, goes on with it, and compares the weights that it ends in.
#
#   scripts/kill-loop.sh [KILLS [SEED]]
#
# A small run is trained to its end once. Then the same run is started again with a checkpoint every
# few steps, killed (SIGKILL) after a random time, resumed, killed again, and so on until KILLS
# processes were killed (50 if it is not given); a run that ends before that begins anew in another
# folder. Every life must go on where it can, and every run must end in the bits of the undisturbed
# one, with records in which no step is missing and none stands twice. SEED chooses the moments.
#
# The environment variable SEMISUP names the tool; it is built if that is not set.
set -euo pipefail
cd "$(dirname "$0")/.."
kills=${1:-50}
RANDOM=${2:-1}
if [ -z "${SEMISUP:-}" ]; then
  swift build -c release --product semisup 1>&2
  SEMISUP=$(swift build -c release --show-bin-path)/semisup
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
run=(train --data faces:train=700,test=140,size=24 --labels-per-class 4 --validation-per-class 2
  --backbone convnet --method dta-snl --batch-size 8 --unlabeled-ratio 3 --steps 600
  --epoch-steps 50 --seed 7 --checkpoint-every 3 --threads 2)

milliseconds() { echo $(($(date +%s%N) / 1000000)); }
hash_of() { sed -n 's/.*"weightsSHA256" *: *"\([0-9a-f]*\)".*/\1/p' "$1/summary.json"; }
# The ends of epochs as recorded, to the last digit.
epochs_of() { sed -n '/"kind":"epoch"/p' "$1/metrics.jsonl"; }
# The first step that the stretches of recorded steps leave out or repeat; nothing if they are whole.
broken_step_of() {
  sed -n '/"kind":"steps"/s/.*"count":\([0-9]*\).*"step":\([0-9]*\).*/\1 \2/p' "$1/metrics.jsonl" |
    awk '$2 - $1 != done { print done; exit } { done = $2 } END { if (done != 600) print done }'
}
die() { echo "kill-loop: $*" >&2; exit 1; }

start=$(milliseconds)
"$SEMISUP" "${run[@]}" --quiet --output "$scratch/whole" > /dev/null
whole=$(($(milliseconds) - start))
expected=$(hash_of "$scratch/whole")
[ -n "$expected" ] || die "the undisturbed run has no weightsSHA256"
echo "undisturbed run: 600 steps, $whole ms, weightsSHA256 $expected"

killed=0
runs=0
unfinished=0
fresh=0
while [ "$killed" -lt "$kills" ]; do
  runs=$((runs + 1))
  folder=$scratch/run$runs
  while [ ! -e "$folder/summary.json" ]; do
    if [ -e "$folder/config.json" ]; then
      command=(resume "$folder")
    else
      # Killed before the run had begun.
      command=("${run[@]}" --output "$folder")
      fresh=$((fresh + 1))
    fi
    "$SEMISUP" "${command[@]}" --quiet > "$scratch/output" 2> "$scratch/error" &
    process=$!
    if [ "$killed" -lt "$kills" ]; then
      # Short enough for some twenty lives a run, and now and then hardly a moment.
      pause=$((RANDOM % (whole / 10 + 50)))
      sleep "$((pause / 1000)).$(printf %03d $((pause % 1000)))"
      kill -9 "$process" 2> /dev/null || true
    fi
    code=0
    wait "$process" 2> /dev/null || code=$?
    case $code in
      0) ;;
      137)
        killed=$((killed + 1))
        if compgen -G "$folder/checkpoints/.*.unfinished" > /dev/null; then
          unfinished=$((unfinished + 1))
        fi
        ;;
      *) die "'semisup ${command[*]}' ended with $code: $(cat "$scratch/error")" ;;
    esac
  done
  found=$(hash_of "$folder")
  [ "$found" = "$expected" ] || die "run $runs ended in $found"
  [ "$(epochs_of "$folder")" = "$(epochs_of "$scratch/whole")" ] || die "run $runs: other epochs"
  [ -z "$(broken_step_of "$folder")" ] ||
    die "run $runs: the records break at step $(broken_step_of "$folder")"
  echo "run $runs: same weights and records, $killed kills so far"
done
echo "killed $killed times in $runs runs, $unfinished times in the middle of a checkpoint," \
  "$fresh starts; all runs ended in the same weights"
