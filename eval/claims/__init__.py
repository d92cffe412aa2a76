"""The check of a language model's sentences: its measurement on hand-written claims, and the training of its network.

labelled.py      hand-written claims: `python -m eval claims`
faults.py        puts one fault into a true sentence
restatements.py  rewords a true sentence
examples.py      training examples from hand-written claims, articles, and questions with their answers
training.py      `python -m eval train-claims`
"""
