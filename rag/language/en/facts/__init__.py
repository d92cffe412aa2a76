"""What a Chinese quotation says, in English: its days, amounts and names, as far as code can read them.

facts.py    puts the facts of a quotation in order; the only public function
times.py    days, weekdays and times of day: `6月8日上午9时` -> "8 June, 9 am"
amounts.py  numbers with what they count: `3.5亿元` -> "350 million yuan"
names.py    people, places and organisations: `栖川大桥` -> "Qichuan Bridge (栖川大桥)"
terms.py    reads `terms.toml`, the words that these modules know
"""

from rag.language.en.facts.facts import facts

__all__ = ["facts"]
