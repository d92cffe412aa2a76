"""What is true of any text, whatever it says: script, sentences, numerals, the words that are searched for."""
