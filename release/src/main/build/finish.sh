#!/bin/sh
# The last steps before the manifest: modes and times that do not depend on who builds where and
# when, and the parts of the bill of materials that Maven does not know.
# Usage: finish.sh TREE YYYYMMDDhhmm.ss (UTC)
set -eu
tree=$1 time=$2

# The JVM is the larger part of the tree; musl is linked into the C programs.
java=$(sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$tree/runtime/release")
jvm="{
    \"type\" : \"platform\", \"bom-ref\" : \"runtime\", \"name\" : \"openjdk\", \"version\" : \"$java\",
    \"licenses\" : [ { \"expression\" : \"GPL-2.0-only WITH Classpath-exception-2.0\" } ]
  },
  {
    \"type\" : \"library\", \"bom-ref\" : \"musl\", \"name\" : \"musl\",
    \"licenses\" : [ { \"license\" : { \"id\" : \"MIT\" } } ]
  }"
awk -v jvm="$jvm" '
    /^  "components" : \[$/ { print; getline; print "  " jvm ","; print; next }
    { print }' "$tree/sbom.json" >"$tree/sbom.new"
grep -q '"bom-ref" : "runtime"' "$tree/sbom.new"
mv "$tree/sbom.new" "$tree/sbom.json"

# The migrations are a program and the library of the others: the same file, once.
for library in "$tree"/app/voltad-migrate-*.jar; do
    cmp "$tree/app/volta-migrate.jar" "$library"
    ln -sf volta-migrate.jar "$library"
done

find "$tree" -type d -exec chmod 755 {} +
find "$tree" -type f -exec chmod 644 {} +
chmod 755 "$tree/install.sh" "$tree"/bin/* "$tree"/libexec/* "$tree/runtime/bin/java" \
    "$tree/runtime/lib/jspawnhelper"
find "$tree" -exec env TZ=UTC0 touch -h -t "$time" {} +
