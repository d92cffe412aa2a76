"""Reads files and analyses articles in worker processes, here or on a Ray cluster."""
