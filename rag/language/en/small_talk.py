"""Small talk and rude words in English."""

from __future__ import annotations

from rag.language.vocabulary import SmallTalkWords, words

_SELF = (
    r"who (?:are|r) (?:you|u)\b|what(?: exactly)? are you\b|what(?:['’]s| is) your name\b"
    r"|who (?:made|built|created) you\b|what can (?:you|i) (?:do|ask)(?: you)?(?: for me| here)?\b|what do you do\b"
    r"|how (?:do|can) i use (?:you|this)\b|how do you work\b|tell me about yourself\b"
    r"|are you (?:an? )?(?:real |actual )?(?:robot|bot|chatbot|ai|human|person|machine|program|chatgpt|real)"
    r"(?: (?:person|being))?\b"
)
_SOURCES = (
    r"where (?:do|did|does) (?:you|your)(?: \w+)? (?:get|find|come)(?: (?:your|this|the|all|that))*"
    r"(?: (?:news|information|answers?|data|facts|articles|stories))?(?: from)?$"
    r"|what (?:are|is) your sources?\b|how do you know(?: (?:that|this|it))?$|can i trust (?:you|your answers)\b"
    r"|(?:are|is) (?:you|your (?:answers?|information|news)) (?:reliable|accurate|correct|true)\b"
)
_BOT = r"(?:bot|chatbot|robot|machine|ai|assistant|program|thing|app)"
_INSULTS = (
    "idiot|moron|liar|fool|joke|jerk|loser|piece of (?:shit|crap|junk|garbage)|stupid|dumb|useless|worthless|terrible"
    "|awful|pathetic|rubbish|garbage|trash|annoying|crap|(?:bull)?shit|full of shit|suck"
)
_INSULT = (
    r"(?:you(?:['’]?re| are| r)?|this is|what) (?:(?:a|an|so|such|really|very|just|fucking|bloody|complete|total|all) )*"
    rf"(?:{_INSULTS})(?: {_BOT})?\b"
    rf"|(?:you )?(?:stupid|dumb|useless|fucking|idiotic|bloody)(?: (?:{_BOT}|idiot|moron))?\b"
    r"|(?:fuck|screw|damn) (?:you|off|this|it)\b|go to hell\b|shut up\b|piss off\b|i hate you\b"
    r"|(?:bull)?shit\b|fuck\b|wtf\b|stfu\b|idiot\b|moron\b|asshole\b|bastard\b"
)

SMALL_TALK = SmallTalkWords(
    patterns={
        "self": words(_SELF),
        "sources": words(_SOURCES),
        "insult": words(_INSULT),
        "thanks": words(r"(?:thanks|thank you|thx)(?: (?:you|very much|so much|a lot))*\b"),
        "greeting": words(
            r"(?:hello|hi|hey)(?: there)?\b|good (?:morning|afternoon|evening)\b|how are you(?: (?:doing|today))?\b"
        ),
        "goodbye": words(r"(?:good ?)?bye(?: bye)?\b|see you\b"),
    },
    fillers=words(r"[\W_]|wenda\b"),
)
