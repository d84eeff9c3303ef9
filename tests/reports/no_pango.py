"""The press on a machine without Pango."""

import sys

from app.reports.printing import NO_PANGO

sys.exit(NO_PANGO)
