"""Invented English stories of the fictional town of Qichuan: the corpus that pages are made from is Chinese."""

from __future__ import annotations

import random

from eval.pages.news import Half, Story

_FIRST = "Anna Ben Clara Daniel Emma Frank Grace Henry Iris Jack Laura Martin Nora Oscar Ruth Simon Wei Ming Lan Tao".split()
_LAST = "Archer Bell Chen Dalton Evans Fu Grant Huang Irwin Lin Marsh Novak Owens Pan Reid Shaw Tang Wu Xu Yates".split()
_COLUMNS = (
    "In Brief",
    "City Hall",
    "On the Road",
    "Our Schools",
    "Health Matters",
    "The Market",
    "Around Town",
)

# Each subject has words of its own, so that the stories of a page differ as real ones do.
_SUBJECTS = {
    "tune": {
        "White Egret Bridge": ("bridge", "steel cables", "drivers", "the river authority"),
        "Central Library": ("library", "reading rooms", "borrowers", "the library board"),
        "South Gate School": ("school", "classrooms", "pupils", "the education office"),
        "Harbour Market": ("market", "fish stalls", "stallholders", "the trade association"),
        "Willow Ferry Hospital": ("hospital", "operating theatres", "patients", "the health commission"),
        "Bamboo Creek Tea Garden": ("tea garden", "terraces", "growers", "the farmers' union"),
        "Tram Line Four": ("tram line", "carriages", "commuters", "the transport company"),
        "Stone Lion Museum": ("museum", "galleries", "visitors", "the heritage trust"),
        "Riverside Stadium": ("stadium", "floodlights", "supporters", "the sports council"),
        "East Hill Reservoir": ("reservoir", "water pipes", "households", "the water company"),
    },
    "report": {
        "Old Mill Theatre": ("theatre", "stage lights", "actors", "the arts council"),
        "Plum Lane Station": ("station", "platforms", "passengers", "the railway bureau"),
        "North Wharf Brewery": ("brewery", "copper kettles", "brewers", "the chamber of commerce"),
        "Silver Reed Wetland": ("wetland", "boardwalks", "birdwatchers", "the park service"),
        "Lantern Street Clinic": ("clinic", "waiting rooms", "nurses", "the medical association"),
        "Pear Valley Orchard": ("orchard", "storage sheds", "pickers", "the growers' cooperative"),
        "Clock Tower Square": ("square", "paving stones", "shopkeepers", "the planning office"),
        "Qichuan Observatory": ("observatory", "telescopes", "astronomers", "the science academy"),
        "West Quay Shipyard": ("shipyard", "cranes", "welders", "the maritime office"),
        "Cedar Park Nursery": ("nursery", "playgrounds", "parents", "the family bureau"),
    },
}
_HEADLINES = (
    "{name} reopens after a year of repairs",
    "{group} welcome plan for {name}",
    "New chapter begins at {name}",
    "{name} to receive {million} million for {things}",
    "Record number of {group} at {name}",
    "Delay for {things} at {name}",
)
_SENTENCES = (
    "The {thing} reopened on {day} after {months} months of work that cost {million} million yuan.",
    "“We have waited a long time for this, and it was worth it,” said {person}, who speaks for {body}.",
    "More than {hundred} {group} came on the first morning, according to {body}.",
    "The {things} had been in use since {year} and were no longer considered safe.",
    "Engineers replaced {dozen} of the {things} and repaired the rest during the winter.",
    "{person}, one of the {group}, said that the {thing} had become noticeably quieter and brighter.",
    "Funding was approved in {month} by {body} following a consultation with {group} and neighbours.",
    "A second stage, with additional {things} and an entrance for wheelchairs, will follow in {month}.",
    "Some {group} remain unconvinced: they would have preferred improvements to the surrounding streets.",
    "“Nobody asked us about the {things},” {person} told the Herald at a meeting on {day}.",
    "Until then the {thing} is open every day except {day}, between 8 a.m. and {evening} p.m.",
    "The contractor had originally promised to finish in {month}, but heavy rainfall interrupted the work twice.",
    "Visitors are encouraged to arrive by bus, because parking near the {thing} remains limited.",
    "An independent inspection in {month} found that the {things} meet the national standard.",
    "According to {body}, the number of {group} has risen by {percent} per cent since {year}.",
    "Volunteers contributed about {hundred} hours, particularly during the preparations for the opening.",
    "The anniversary of the {thing} will be celebrated with music, exhibitions and guided tours in {month}.",
    "Complaints about the {things} fell considerably last year, a report of {body} shows.",
    "A petition signed by {hundred} residents had called for better {things} as early as {year}.",
    "Children from two nearby kindergartens painted the fence in front of the {thing} on {day}.",
    "Opponents fear that rents around the {thing} could climb once the scaffolding disappears.",
    "{person} remembers how her grandfather carried bricks for the first {thing} in {year}.",
    "Electricity now comes from {hundred} solar panels, which should pay for themselves within {months} years.",
    "The mayor was absent because of illness; his deputy cut the ribbon together with {person}.",
    "Two earlier attempts to modernise the {things} had failed for lack of money.",
    "A café with {dozen} seats will serve breakfast, soup and homemade cake from {month} onwards.",
    "Detailed drawings are displayed in the town hall, where comments are accepted until {day}.",
    "Experts from the university measured vibration, temperature and noise for {months} weeks.",
    "Not everything went smoothly: in {month} thieves took copper wire worth {hundred} yuan per metre.",
    "Guided walks begin every {day} at {evening} o'clock and last roughly an hour.",
    "Insurance covers most of the damage caused by the flood of {year}, {person} explained.",
    "Half a dozen firms had tendered for the contract, and the cheapest offer was rejected.",
    "Old photographs, letters and tickets can be handed in at the reception for a small exhibition.",
    "Traffic lights at the crossing opposite the {thing} will be switched off for {months} days.",
    "“It feels like a different place altogether,” laughed {person}, shaking rain from an umbrella.",
    "According to the budget, running costs amount to {million} thousand yuan per month.",
    "Whoever lost a key or a scarf during the ceremony may telephone {body} before {day}.",
    "Neighbouring towns have already sent delegations to study how the {things} were restored.",
    "Bats nesting under the roof of the {thing} were moved to wooden boxes in {month}.",
    "School classes receive free admission, provided that teachers register {months} days ahead.",
    "Historians believe that a wooden {thing} stood on the same spot four centuries ago.",
    "Lifts, ramps and tactile signs make every floor accessible, as the law has required since {year}.",
    "Only {percent} per cent of the {group} questioned would rather have kept the former {things}.",
    "Heavy lorries must use the ring road until the asphalt has hardened completely.",
    "The orchestra of the music college rehearsed between ladders and buckets of paint.",
    "An anonymous donor contributed {million} million yuan under the condition that no plaque be mounted.",
    "Cyclists can leave their bicycles in {hundred} covered stands behind the main gate.",
    "Because of strong demand {body} intends to hire {dozen} additional members of staff.",
)


def english_stories(half: Half, rng: random.Random, count: int) -> list[Story]:
    """`count` stories, about the subjects of one half in turn; each has other sentences, in another order."""
    names = rng.sample(sorted(_SUBJECTS[half]), len(_SUBJECTS[half]))
    return [_story(names[i % len(names)], half, rng) for i in range(count)]


def reporter_name(rng: random.Random) -> str:
    return f"{rng.choice(_FIRST)} {rng.choice(_LAST)}"


def column_title(rng: random.Random) -> str:
    return rng.choice(_COLUMNS)


def _story(name: str, half: Half, rng: random.Random) -> Story:
    thing, things, group, body = _SUBJECTS[half][name]

    def filled(template: str) -> str:
        sentence = template.format(
            name=name,
            thing=thing,
            things=things,
            group=group,
            body=body,
            person=reporter_name(rng),
            day=rng.choice("Monday Tuesday Wednesday Thursday Friday Saturday".split()),
            month=rng.choice("January February March April May June September October".split()),
            year=rng.randint(1955, 2015),
            months=rng.randint(5, 18),
            million=rng.randint(2, 90),
            hundred=rng.randint(11, 90) * 10,
            dozen=rng.randint(12, 60),
            percent=rng.randint(4, 40),
            evening=rng.randint(5, 9),
        )
        return sentence[0].upper() + sentence[1:]

    sentences = [filled(template) for template in rng.sample(_SENTENCES, len(_SENTENCES))]
    return Story(filled(rng.choice(_HEADLINES)), tuple(sentences))
