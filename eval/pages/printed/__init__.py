"""Measures how well printed pages (PDF) and scans of them are read, on pages of our own making.

`python -m eval pages --as pdf|scan --corpus PATH`. News text is set as the page of a newspaper of an invented design, each
line at an exact place, so that it is known which line is of which article. There are two sets of designs: readers may be
tuned on `designs`; figures are reported for those in `held_out`, with stories of the other half of the corpus.

Steps: `design` (what a paper looks like) -> `regions` (where articles stand) -> `content` (what is printed of a story) ->
`heading`, `setting` (lines in their places) and `furniture` (running heads, adverts) -> `page` -> `html` -> `chromium` (PDF)
-> `scan` -> `reading` -> `eval.pages.score`.
"""
