#!/usr/bin/env bash
# docs.sh [BUILD-ARGUMENT...]: documentation of every library product, and how much of it there is.
#
# Builds the package (with the arguments, so that a build that exists can be used again), writes the
# symbol graph of every library module, converts its catalog with the toolchain's own docc, warnings
# being errors, merges the archives into .build/documentation/SemiSupervised.doccarchive, and fails if
# one public declaration has no comment.
#
#   scripts/docs.sh
#   scripts/docs.sh -Xswiftc -warnings-as-errors     after swift build with these arguments
set -euo pipefail
cd "$(dirname "$0")/.."

build=(-c release "$@")
swift build "${build[@]}"
bin=$(swift build "${build[@]}" --show-bin-path)
target=$(swift -print-target-info | sed -n 's/.*"unversionedTriple": "\(.*\)".*/\1/p')
modules=$(swift package describe --type text |
  awk '/^    Name: / { name = $2 } /^        Library:/ { print name }')

out=.build/documentation
rm -rf "$out"
mkdir -p "$out/symbols" "$out/archives"
maps=()
for map in "$bin"/*.build/module.modulemap; do maps+=(-Xcc "-fmodule-map-file=$map"); done

archives=()
dependencies=()
for module in $modules; do
  mkdir "$out/symbols/$module"
  swift symbolgraph-extract -module-name "$module" -target "$target" -I "$bin/Modules" "${maps[@]}" \
    -output-dir "$out/symbols/$module" -minimum-access-level public \
    -skip-synthesized-members -skip-inherited-docs
  echo "docc $module"
  docc convert "Sources/$module/$module.docc" --warnings-as-errors \
    --additional-symbol-graph-dir "$out/symbols/$module" \
    --fallback-display-name "$module" --fallback-bundle-identifier "SemiSupervised.$module" \
    --enable-experimental-external-link-support "${dependencies[@]}" \
    --output-path "$out/archives/$module.doccarchive"
  archives+=("$out/archives/$module.doccarchive")
  dependencies+=(--dependency "$out/archives/$module.doccarchive")
done
docc merge "${archives[@]}" --synthesized-landing-page-name SemiSupervised \
  --output-path "$out/SemiSupervised.doccarchive"

swiftc -o "$out/coverage" scripts/documentation-coverage.swift
"$out/coverage" "$out/symbols" $modules
echo "documentation: $out/SemiSupervised.doccarchive"
