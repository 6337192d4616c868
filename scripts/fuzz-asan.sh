#!/usr/bin/env bash
# Runs the fuzz tests of all readers under AddressSanitizer, with a scratch folder of its own.
#
#   scripts/fuzz-asan.sh [COUNT]
#
# COUNT is the number of mutations of each reader, 10,000 if it is not given. Leaks are not looked for:
# the test runner itself has some (swiftlang/swift-corelibs-xctest#521).
set -euo pipefail
cd "$(dirname "$0")/.."
# Without this the test library keeps a backtrace of every error ever thrown.
export SWT_SWIFT_ERROR_BACKTRACING_ENABLED=0
export ASAN_OPTIONS=detect_leaks=0
export SEMISUPERVISED_FUZZ_COUNT=${1:-10000}
swift test -c release --sanitize=address --scratch-path .build/asan --filter '[Ff]uzz'
