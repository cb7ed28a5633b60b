#!/bin/sh
# Builds this product once more, from a copy of its sources, as another release: with another
# version and, if asked, with one more layout, so that an update and its migration can be tried with
# two real builds. Needs what the build needs.
#
# usage: second-build.sh SOURCES OUT VERSION [v5]
#
# The release tree is OUT/target/tree afterwards.
set -eu
sources=$1 out=$2 version=$3 layout=${4:-}

rm -rf "$out"
mkdir -p "$out"
(cd "$sources" && tar -cf - --exclude=target --exclude=.git --exclude=node_modules .) | tar -xf - -C "$out"
cd "$out"

now=$(sed -n '0,/<version>/s/.*<version>\(.*\)<\/version>.*/\1/p' pom.xml)
find . -name pom.xml -exec sed -i "s|<version>$now</version>|<version>$version</version>|" {} +

if [ "$layout" = v5 ]; then
    plan=migrate/src/main/java/dev/voltad/migrate/plan
    cp "$sources/tests/src/test/harness/v5/V4ToV5.java" "$plan/"
    sed -i 's|new V3ToV4());|new V3ToV4(), new V4ToV5());|' "$plan/Planner.java"
    sed -i -e 's|^  V4;|  V4, V5;|' -e 's|CURRENT = V4;|CURRENT = V5;|' \
        migrate/src/main/java/dev/voltad/migrate/layout/LayoutVersion.java
    sed -i 's|layout\.v4|layout.v5|' client-shim/src/main/c/constants.h client-shim/src/main/c/check.sh
    grep -q 'new V4ToV5()' "$plan/Planner.java"
    grep -q 'CURRENT = V5' migrate/src/main/java/dev/voltad/migrate/layout/LayoutVersion.java
    grep -q '"layout.v5"' client-shim/src/main/c/constants.h
fi

# The programs are what is wanted: their checks and tests have run on the sources themselves.
mvn -B -ntp -q -pl release -am package -Dmaven.test.skip=true -Dspotless.check.skip=true \
    -Djacoco.skip=true
test "$(target/tree/bin/voltad --version)" = "$version"
