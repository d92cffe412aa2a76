"""Text processing that depends on no topic: normalisation, script, sentences, numerals, index words."""
