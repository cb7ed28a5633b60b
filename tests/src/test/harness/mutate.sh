#!/bin/sh
# Changes the code that decides about releases, line by line, and says which changes no test
# noticed (docs/decisions/0011-mutation-testing.md). From the top of the project; half an hour.
#
# usage: mutate.sh [PATTERN]    only slices with a class that this regular expression finds
#
# A change is tried in a JVM that first runs all tests that are named with its class, so each slice
# names those that look at it. What only a started program shows (main, fsync) stays unnoticed.
set -eu
pattern=${1:-.}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# each NAMES: with their package, and commas between
each() { echo "$1" | tr -s ' \n' '\n' | sed "s/^/dev.voltad.daemon.$package./" | paste -s -d , -; }

# slice PACKAGE CLASSES TESTS
slice() {
    package=$1
    echo "$2" | grep -Eq "$pattern" || return 0
    if ! mvn -B -ntp -Pmutation -pl daemon -am test -Dspotless.check.skip=true \
        -Dtest=StartTimeTest -Dsurefire.failIfNoSpecifiedTests=false \
        -Dmutation.classes="$(each "$2")" -Dmutation.tests="$(each "$3")" \
        -Dthreads=2 -DtimeoutConst=20000 >"$work/log" 2>&1; then
        cat "$work/log" >&2
        exit 1
    fi
    cat daemon/target/pit-reports/mutations.csv >>"$work/all"
    echo "done: $package: $2"
}

slice policy '*' '*'
slice trust 'CanonicalJson* JsonText* JsonValue* Fields*' \
    'CanonicalJsonTest JsonTextTest DocumentTest SignatureTest DelegationTest'
slice trust 'KeyScheme* TrustKey* RoleKeys* Hashes* SignedFile*' \
    'TrustKeyTest SignatureTest DocumentTest RollbackTest KeyRotationTest DownloadTest'
slice trust 'Document Document$* Header* Target Delegation*' \
    'DocumentTest DelegationTest ExpiryTest DownloadTest RefreshTest RollbackTest FolderTest'
slice trust 'PathPattern* RoleName* PercentCode* Mirror Proxies* StartTime* Caps*' \
    'PathPatternTest ProxiesTest MirrorsTest StartTimeTest FolderTest DelegationTest DocumentTest
    HttpTest HttpsTest'
slice trust 'Refresh Refresh$* RootChain*' \
    'RefreshTest RollbackTest ExpiryTest KeyRotationTest DelegationTest MirrorsTest HttpTest'
slice trust 'Mirrors* TrustedFeed* TrustedTargets* TargetSearch* TrustException*' \
    'MirrorsTest DelegationTest RefreshTest ExpiryTest HttpTest TufClientTest DownloadTest BlobTest'
slice trust 'TrustStore* StoreFiles*' 'RefreshTest RollbackTest ExpiryTest TrustCrashTest'
slice trust 'Fetcher* FileTransport* FileDownload*' 'FolderTest DownloadTest HttpTest'
slice trust 'HttpTransport* HttpTransfer* Speed* CuttableSockets*' \
    'HttpTest SlowServerTest HttpsTest DownloadTest MirrorsTest'
slice trust 'TufClient*' 'TufClientTest'

echo
echo 'Unnoticed, or never run:'
grep -E ',(SURVIVED|NO_COVERAGE),' "$work/all" |
    sed 's/[^,]*,dev\.voltad\.daemon\.//; s/,org\.pitest\.[^,]*\.\([^.,]*\),/ \1 /; s/,/ /g; s/ none$//'
echo
awk -F, '
    {
        name = $2
        sub(/dev\.voltad\.daemon\./, "", name)
        sub(/\$.*/, "", name)
        package = name
        sub(/\..*/, ": all", package)
        count(name)
        count(package)
    }
    function count(what) { all[what]++; by[what, $6]++ }
    END {
        for (what in all)
            printf "%-22s %4d changes, %4d noticed, %3d by a timeout, %3d unnoticed, %3d never run\n",
                what, all[what], by[what, "KILLED"], by[what, "TIMED_OUT"], by[what, "SURVIVED"],
                by[what, "NO_COVERAGE"]
    }
' "$work/all" | sort
