"""What a text is, given what the paper has printed: a question about an article is no complaint, however it is worded."""

from __future__ import annotations

from rag.language import kind_of
from rag.language.content_words import contains_word, content_words
from rag.language.previous_turn import full_text, heading
from rag.question.intent import SMALL_TALK, Intent, IntentClassifier
from rag.question.lookup import Lookup
from rag.schema import Version
from rag.text.normalise import match_form, question_form

MIN_PRINTED_WORDS = 2  # of a text, that an article must contain to be what it asks about


class ArchiveIntents:
    """Tells the intent of a text: the classifier's, unless it takes a question about an article for small talk."""

    def __init__(self, classifier: IntentClassifier, lookup: Lookup) -> None:
        self.classifier = classifier
        self._lookup = lookup

    def intent(self, text: str) -> Intent:
        """The intent of a text. Texts about the assistant (`meta`) stay small talk: papers print words like theirs."""
        intent = self.classifier.intent(text)
        if intent in SMALL_TALK and intent != "meta" and self._asks_about_an_article(text):
            return "question"
        return intent

    def is_small_talk(self, text: str) -> bool:
        """Whether a text needs no article."""
        return self.intent(text) in SMALL_TALK

    def _asks_about_an_article(self, text: str) -> bool:
        form = match_form(question_form(text))
        words = content_words(form)
        if not words or kind_of(form)[0] == "thing":
            return False
        return any(_is_about(version, words) for version in self._lookup.articles(" ".join(words)))


def _is_about(version: Version, words: tuple[str, ...]) -> bool:
    """Whether an article has one of the words in its heading, and at least one more anywhere."""
    head, everything = match_form(heading(version)), match_form(full_text(version))
    printed = {word for word in words if contains_word(everything, word)}
    return len(printed) >= MIN_PRINTED_WORDS and any(contains_word(head, word) for word in printed)
