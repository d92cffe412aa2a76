"""Labelled lines, one file an intent, and the training of the classifier on them: `python -m eval intents`."""
