"""The web pages: the residents' chat at ``/`` and the staff's checking page at ``/check``."""

import os

# Gradio reads this when it is first imported, which importing any module of this package comes before.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
