"""Where things lie: the author's working directory, and the outputs that were too large for a page. A host may put them elsewhere."""

import os

WORK = os.environ.get("NOTEBOOK_APP_WORK", "/work")
OUTPUTS = os.environ.get("NOTEBOOK_APP_OUTPUTS", "/tmp/notebook-app")
