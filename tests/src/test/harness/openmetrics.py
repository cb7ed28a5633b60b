"""Reads metrics from standard input with Prometheus' own parser, and prints each family and its type.

Anything that is not OpenMetrics ends it with an error.
"""

import sys

from prometheus_client.openmetrics.parser import text_string_to_metric_families

for family in text_string_to_metric_families(sys.stdin.read()):
    if not family.documentation:
        sys.exit("no help for " + family.name)
    print(family.name, family.type)
