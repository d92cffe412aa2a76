"""The words of English questions."""

from __future__ import annotations

from rag.language.vocabulary import QuestionWords, words

QUESTIONS = QuestionWords(
    kinds={
        "time": words(r"when\b|what (?:time|date|day|year|month)|which (?:day|year|month|date)"),
        "number": words(
            r"how (?:many|much|long|far|large|big|tall|old|high)|what (?:number|percentage|share|price)"
        ),
        "person": words(r"who\b|whom\b|whose\b|name of the (?:director|head|mayor)"),
        "place": words(r"where\b|which (?:town|street|village|city|place|school|hospital)"),
        "reason": words(r"why\b|what caused"),
        "yes_no": words(r"^(?:is|are|do|does|did|was|were|has|have|had|can|will)\b"),
        "manner": words(r"how\b"),
    },
    polite=words(r"^(?:please\b|hi\b(?!-)|hello\b)[,，。!！\s]*|(?:thanks|thank you)[。!！~\s]*$"),
    colloquial=(
        (  # not a duration: "How long is the bridge closed?" goes on after the thing
            words(
                r"\bhow long (?=(?:(?:is|was|are|were) )?(?:[\w'-]+ ){0,5}(?:bridge|road|street|river|tunnel|line|route|track"
                r"|trail|path|wall|dam|canal)s?\W*$)"
            ),
            "how many metres long ",
        ),
    ),
    rude=words(
        r"\bthe (?:hell|fuck|heck)\b(?= (?:is|are|was|were|do|does|did|has|have|will|can))|\b(?:fucking|goddamn)\b"
    ),
    stop_words=frozenset(
        "what when where who whom whose which why how many much is are was were do does did has have had the a an of in "
        "on at to for by and or there be it this that with from please will would can could".split()
    ),
    generic_words=frozenset(
        "about and his her its their him them he she they one ones those these so then also long name more else happen "
        "happened say said tell told get go i you we my take".split()
    ),
    denials=frozenset(("no ", "not ", "didn't mean ", "didn't ask ", "wasn't asking ", "don't mean ")),
    correcting=frozenset(
        "i i'm it it's its is was am be about mean meant means ask asked asking asks want wanted know to say said sorry wait "
        "actually oops correction typo should my question talking referring wrong".split()
    )
    | {"what i", "let me", "rephrase", "ask again"},
    authorship=words(r"\b(?:wrote|written|report(?:ed|er)?|author|journalist|article|story)\b"),
    weekday=words(
        r"(?<!last )(?<!next )(?<!this )\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|weekend)\b"
    ),
    opening_hours=words(r"\bopen\b|\bclosed?\b|\bhours\b|\bclass(?:es)?\b|\btimetable\b"),
)
