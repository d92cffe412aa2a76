"""The web pages: the residents' chat at ``/`` and the staff's checking page at ``/desk``."""

import os

# Gradio reads this when it is first imported, which importing any module of this package comes before.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
# Each this many events it sums up all events so far with pandas, for a page that is switched off (`enable_monitoring`).
os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = "1000000000"
os.environ["GRADIO_ANALYTICS_MAX_EVENTS"] = "1"
