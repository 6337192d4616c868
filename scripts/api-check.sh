#!/usr/bin/env bash
# api-check.sh [TAG]: the public interface beside that of an earlier version.
#
# Compares with TAG, by default the newest version tag that this commit descends from, and fails on
# every change that can break a program which imports a library product. A change that is meant
# stands in scripts/api-breakages.txt, one line each, as the tool prints it; the file is emptied with
# every new tag.
set -euo pipefail
cd "$(dirname "$0")/.."

tag=${1:-$(git tag --list --merged HEAD --sort=-version:refname '[0-9]*' 'v[0-9]*' | head -n 1)}
if [ -z "$tag" ]; then
  echo "api-check: no version tag yet, so there is no interface to compare with"
  exit 0
fi
echo "api-check: comparing with $tag"
allowed=()
if [ -s scripts/api-breakages.txt ]; then
  allowed=(--breakage-allowlist-path scripts/api-breakages.txt)
fi
swift package diagnose-api-breaking-changes "$tag" "${allowed[@]}"
