"""What the shipped course says is true, and there is enough of it.

Facts are the dates, names and numbers that a careless retelling gets wrong. Each must be said, and no wrong version may be: in the
files of the course in every run, in the printed handouts in the slow ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pypdfium2
import pytest
import yaml

from builder.reading import Measure, measure
from tests.page_checks import all_letters, letters
from tests.printed import ROOT, Printed, characters, shipped

COURSE = ROOT / "content" / "destalinization"
LEAST_RUNNING_PX = 12.5
"""Notes, their numbers and the foot of a page are 9 pt (12 px) and less; timelines, tables and text are larger."""

# Section: what it must say, word for word; marks, line ends and capitals don't count.
FACTS: dict[str, tuple[str, ...]] = {
    "overview": (
        "The word was coined in the West",
        "overcoming the cult of personality",
        "about 682,000 executions on political charges",
        "Some 18 million people passed through the camps and colonies",
        "Another 2.7 million",
        "On 25 February 1956 Khrushchev attacked him",
        "in print until 1989",
        "On 1 September 1953 the police lost the Special Board",
        "plow 13 million hectares",
        "made to refuse it, although he was never arrested",
        "on 10 November Stalingrad became Volgograd",
        "An amnesty of 27 March 1953 freed about 1.2 million prisoners",
        "premier only in March 1958",
        "1,964 people were convicted of anti-Soviet agitation",
        "It began in 1953, with decrees",
        "98 persons, i.e., 70 percent, were arrested and shot",
        "Some 180,000 of them go to Austria",
    ),
    "stalins-death": (
        "Nine doctors were named; six of them were Jewish, and two were already dead",
        "he was an ethnic Russian",
        "In August 1952 thirteen people",
        "fourteen Czechoslovak leaders, eleven of them Jewish",
        "they left at about four in the morning",
        "Doctors did not reach him until about seven on the morning of 2 March",
        "The country was told of the illness on 4 March",
        "On the following morning Stalin vomited blood",
        "he died at 9:50 p.m.",
        "disappeared in March 1946",
        "Beria had left the NKVD in December 1945",
        "on 13 March 1954 state security was separated from it and became the KGB",
        "almost no political prisoners",
        "on 4 April readers of Pravda learned that their arrest had been unlawful",
        "at least 55 people are known to have died",
        "on 26 June, Khrushchev and Malenkov turned on Beria",
        "proof is lacking",
        "Stalin was 74",
        "There is no agreement on poison; most historians accept the stroke",
        "Deputy premier in charge of the atomic project",
    ),
    "khrushchevs-rise": (
        "since December 1949 had been a Central Committee secretary",
        "On 14 March, nine days after the division of power",
        "7 Sept 1953",
        "The press announces it on 13 September",
        "On 8 February 1955 he confessed",
        "On 1 June 1956, on the eve of a visit by Tito",
        "some 105 regional councils",
        "On 18 June 1957 the rivals struck",
        "lasted from 22 to 29 June",
        "lost the premiership on 27 March 1958",
        "Molotov was sent to Mongolia as ambassador",
        "Malenkov ran a power station in Kazakhstan",
        "Kaganovich lived until 1991",
        "It had taken him five years, not two",
        "Against Khrushchev: 7",
        "For Khrushchev: 4",
    ),
    "twentieth-congress": (
        "On 31 December 1955 the Presidium asked a commission",
        "he reported 1,548,366 arrests",
        "681,692 executions",
        "On 13 February the Central Committee agreed to a closed report",
        "On 16 February Anastas Mikoyan said openly",
        "on the last morning, the delegates were called to a closed session without foreign guests",
        "Khrushchev spoke for about four hours, with a break",
        "1,108 of the 1,966 delegates of 1934 arrested",
        "Karachai, Kalmyks, Chechens, Ingush and Balkars",
        "He said nothing of the famine of 1932–1933",
        "On 16 March the Reuters agency had the story",
        "on 17 April the CIA had it",
        "On 4 June the State Department published an English text",
        "official papers count some twenty dead",
        "A careful list names 57 dead",
    ),
    "policy-changes": (
        "it was abolished on 1 September 1953",
        "On 13 March 1954 state security was split from the MVD and became the KGB",
        "They left 183,681 of 337,183 cases as they were and changed 153,502",
        "fully cleared only 14,338 people",
        "New principles of criminal law completed the work on 25 December 1958",
        "a decree of 25 April 1956 put an end to that",
        "On 23 November 1955 the ban on abortion",
        "A law of 14 July 1956 roughly doubled the pensions",
        "Decrees of 9 January 1957 restored the homelands",
        "they left out the Volga Germans and the Crimean Tatars",
        "an armistice followed on 27 July 1953",
        "about 57 percent had done no more than speak",
        "On 4 May 1961 a decree in the Russian republic",
    ),
    "ending-the-gulag": (
        "was founded under Stalin in 1930",
        "about 1.73 million people in camps and 0.74 million in colonies",
        "27 percent were held under Article 58",
        "about 1.6 million deaths for the years 1930–1956",
        "On 18 March 1953 the factories and building sites",
        "he counted 2,526,402 prisoners",
        "1,201,738 people went free; another count gives 1,349,263",
        "from 26 May to 4 August 1953",
        "a ministry commission reported 42 dead",
        "tanks broke in on 26 June 1954",
        "The official count there is 46 dead",
        "781,630 people",
        "113,735 were counted as political prisoners",
        "on 27 October the Gulag was renamed GUITK",
        "On 13 January 1960 the ministry was dissolved",
        "fell to about 550,000",
        "860 Hungarians held in Soviet prisons",
    ),
    "economy": (
        "On 23 February 1954 he proposed to plow",
        "41.8 million hectares",
        "25.5 million of them lay in Kazakhstan",
        "125 million metric tons of grain",
        "107.5 million tons from 140.2 million the year before",
        "A law of 10 May 1957",
        "In 1965, with Khrushchev gone, Kosygin abolished the councils",
        "on 31 July 1957 party and government undertook",
        "1,073,000 dwellings in 1950; in 1960 it built 2,591,000",
        "on 24 July 1959",
        "by about 30 percent and of butter by 25 percent",
        "name 24 dead, although some count 26",
    ),
    "the-thaw": (
        "On 14 August 1946 a decree",
        "on 12 August 1952 thirteen people",
        "In May 1954 a story by Ilya Ehrenburg",
        "the book appeared in Milan in November 1957",
        "On 23 October 1958 Pasternak was awarded the Nobel Prize",
        "on 29 October, under threat of exile from his country, he gave up the prize",
        "He was never arrested or put on trial",
        "on 30 May 1960",
        "until 1988",
        "In November 1962 Novy Mir published",
        "On 1 December 1962 Khrushchev raged",
    ),
    "hungary-1956": (
        "From 13 to 16 June 1953",
        "a crowd of perhaps 100,000 or more honored László Rajk",
        "a demonstration of some 200,000 people",
        "Soviet tanks, for which Gerő had asked",
        "On 24 October Nagy became premier again",
        "The very next day it reversed itself and decided to invade",
        "Only on 1 November",
        "began before dawn on 4 November",
        "about 2,500 to 3,000 Hungarians and some 700 Soviet soldiers",
        "860 prisoners out of Hungary to jails at Uzhhorod and Stryi",
        "returned by 7 January 1957",
        "some 180,000 of them to Austria",
        "about 229, by one common count",
        "on 16 June 1958 he was hanged",
        "180,288",
    ),
    "end-of-the-cult": (
        "he had been born on 18 December 1878 and was therefore seventy-one",
        "On 10 March the Presidium heard Malenkov complain",
        "some seven million Communists and eighteen million members of the Komsomol",
        "On 30 October Ivan Spiridonov of Leningrad proposed",
        "late in the evening of 31 October the body was lowered into a grave at the Kremlin wall",
        "On the 9th Stalino became Donetsk",
        "Stalinabad was Dushanbe again",
        "On 21 October 1962 Pravda printed",
        "On 6 November the largest Stalin group in the bloc",
        "his monument stood until 2010",
        "His true birthday was the 15th",
    ),
    "limits-and-fall": (
        "a closed letter on 19 December 1956",
        "1,964 sentences",
        "seven more people were executed afterward",
        "by July 1960, when Moscow recalled its experts",
        "only Mikoyan spoke up for him",
        "on 15 October Alexei Kosygin became premier",
        "for seven and five years",
        "In June 1970 a bust",
        "He died on 11 September 1971",
        "In March 1989 a journal in Moscow printed the Secret Speech",
        "appeared in Boston in December 1970",
    ),
}  # fmt: skip

# What careless retellings say, as regular expressions over lower-case words. Students must read none of it as fact.
WRONG: tuple[str, ...] = (
    r"beria,? (the |then |as )?(chief|head) of the nkvd (in|when)",
    r"nkvd chief",
    r"stalin s (own )?jewish (personal )?(doctor|physician)",
    r"vinogradov (was|, a) jew",
    r"vomited blood for (three|several) days",
    r"(western|russian|most) (historians|scholars) (agree|accept) (that|on) (stalin was )?poison",
    r"(public|citizens|people) (never|did not) (learn|learned|know|knew) what (stalin|he) (had )?died of",
    r"stalin was born (on|in) (21 december|1879)",
    r"nkvd (was|became|turned into) (renamed )?(the )?kgb",
    r"kgb (arrested|beat|tortured) the doctors",
    r"(three|hundreds of) thousand prisoners were amnestied",
    r"first secretary (in|from|since) (1954|1955|1956)",
    r"elected first secretary on 1[34] september",
    r"ukrainian (party )?(boss|leader) khrushchev",
    r"khrushchev,? (was )?a ukrainian",
    r"undisputed (master|leader) (by|in|from) 1955",
    r"(six|five|seven) hours? (speech|against stalin|about stalin)",
    r"(speech|spoke) (was given |was )?(at|around) midnight",
    r"foreign (delegates|communists|guests) (heard|listened)",
    r"destalinization began (with|in) (the secret speech|1956)",
    r"reign of khrushchev (lasted|was)",
    r"(15|fifteen) (to|or) (30|thirty) million (people )?(died|perished)",
    r"(10|ten) percent of (the )?(prisoners|inmates) died (each|every) year",
    r"guitk in 1955",
    r"gulag was (closed|abolished|renamed) in (1953|1955|1957)",
    r"size of the early 1920s",
    r"camps (were )?filled (again )?with hungarian",
    r"pasternak (was|had been) (arrested|jailed|imprisoned|sent to a camp|put on trial)",
    r"cia won",
    r"khrushchev (sent|sends|ordered) (the |in )?tanks",
    r"invaded (hungary )?because nagy",
    r"(body|stalin) (was )?(removed|buried|reburied|taken out) on (30 october|1 november)",
    r"premier (in|from|since) (1955|1956|1957) khrushchev",
    r"brezhnev (alone )?seized power",
    r"rivals were (all )?sent to mongolia",
    r"politburo (arrested|voted|met) (beria )?in 195[3-9]",
)

# Where a section lets something false stand, and says so: what a question asks to judge, a belief that is answered.
JUDGED = ("belief", "claim", "prompt", "id")
OPEN_KINDS = {"discussion", "source-analysis", "short-answer", "essay"}
CLOSED_KINDS = {"matching", "multiple-choice", "ordering", "true-false", "cloze"}


@cache
def load(name: str) -> Any:
    """Return a file of the course, its scalars as text."""
    return yaml.load((COURSE / name).read_text(encoding="utf-8"), getattr(yaml, "CBaseLoader", yaml.BaseLoader))


SECTIONS: tuple[str, ...] = tuple(load("course.yaml")["sections"])


def section(id: str) -> dict[str, Any]:
    """Return a section's file."""
    found: dict[str, Any] = load(f"sections/{id}.yaml")
    return found


@cache
def sources() -> frozenset[str]:
    """Return the ids of all sources."""
    return frozenset(source["id"] for source in load("sources.yaml")["references"])


def texts(value: Any, judged: bool = True) -> Iterator[str]:
    """Yield the texts below a value; without what is there to be judged, if not wanted."""
    if isinstance(value, dict):
        if not judged and (value.get("correct") == "false" or value.get("kind") == "true-false"):
            return
        for key, below in value.items():
            if judged or key not in JUDGED:
                yield from texts(below, judged)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item, judged)
    else:
        yield str(value)


def bare(text: str) -> str:
    """Return a text as it is printed: without citations, the targets of links and marks of emphasis."""
    text = re.sub(r"\s*\[@[^]]*]", "", text)
    return re.sub(r"[*_]", "", re.sub(r"\[([^]]*)]\([^)]*\)", r"\1", text))


def words(text: str) -> str:
    """Return a text as lower-case words with single blanks."""
    return " ".join(re.findall(r"\w+(?:,\d+)*|,", re.sub(r"[-‐\u00ad\ufffe\x02]\s*\n\s*", "", text.lower()))).replace(
        " ,", ","
    )


def tier(text: Any, name: str) -> str:
    """Return the text of a tier, or the standard one."""
    return text if isinstance(text, str) else str(text.get(name, text["standard"]))


def narrative(id: str, name: str = "standard") -> list[str]:
    """Return the texts of a section's narrative in a tier."""
    return [tier(part["text"], name) for part in section(id)["narrative"] if "text" in part]


@cache
def measured(id: str, name: str = "standard") -> Measure:
    """Return the measure of a section's narrative in a tier."""
    return measure(narrative(id, name), "en", sources())


# ---------- facts


def test_there_are_sixty_facts_and_more() -> None:
    """Every section has facts that are looked for; together they are far more than sixty."""
    assert tuple(FACTS) == SECTIONS
    assert min(len(facts) for facts in FACTS.values()) >= 10
    assert sum(len(facts) for facts in FACTS.values()) >= 150


def shown(date: str) -> str:
    """Return a day of a timeline as the page shows it: `1953-09-07` as `7 Sept 1953`."""
    months = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")
    day = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", date)
    return f"{int(day[3])} {months[int(day[2]) - 1]} {day[1]}" if day else date


@pytest.mark.parametrize("id", SECTIONS)
def test_the_files_say_what_is_true(id: str) -> None:
    """Each fact stands in the section's file, word for word."""
    said = letters(" ".join(shown(text) for text in map(bare, texts(section(id)))))
    assert [fact for fact in FACTS[id] if letters(fact) not in said] == []


@pytest.mark.parametrize("id", SECTIONS)
def test_the_files_say_nothing_that_is_known_to_be_wrong(id: str) -> None:
    """No wrong version stands in the section's file, but where a belief is answered or a question asks for a judgment."""
    said = " | ".join(words(bare(text)) for text in texts(section(id), judged=False))
    assert [wrong for wrong in WRONG if re.search(wrong, said)] == []


@pytest.mark.parametrize("name", ["key_figures.yaml", "glossary.yaml"])
def test_people_and_terms_say_nothing_that_is_known_to_be_wrong(name: str) -> None:
    """No wrong version stands among the people or the terms."""
    said = " | ".join(words(bare(text)) for text in texts(load(name)))
    assert [wrong for wrong in WRONG if re.search(wrong, said)] == []


@pytest.mark.parametrize(
    ("id", "field", "value"),
    [
        ("stalin", "born", "1878-12-18"), ("stalin", "died", "1953-03-05"), ("khrushchev", "born", "1894-04-15"),
        ("khrushchev", "died", "1971-09-11"), ("beria", "died", "1953-12-23"), ("nagy", "died", "1958-06-16"),
        ("pasternak", "died", "1960-05-30"), ("kaganovich", "died", "1991-07-25"), ("akhmatova", "born", "1889-06-23"),
    ],
)  # fmt: skip
def test_lives_have_their_dates(id: str, field: str, value: str) -> None:
    """Births and deaths are New Style, and Stalin's birth is the true one."""
    assert next(figure for figure in load("key_figures.yaml") if figure["id"] == id)[field] == value


@pytest.mark.parametrize(
    ("id", "title", "begin", "end"),
    [
        ("khrushchev", "First Secretary of the party", "1953-09-07", "1964-10-14"),
        ("khrushchev", "Premier", "1958-03-27", "1964-10-15"),
        ("beria", "Head of the secret police (NKVD)", "1938-11-25", "1945-12-29"),
        ("beria", "Minister of internal affairs (MVD)", "1953-03-05", "1953-06-26"),
        ("serov", "Chairman of the KGB", "1954-03-13", "1958-12-08"),
        ("malenkov", "Premier", "1953-03-05", "1955-02-08"),
        ("bulganin", "Premier", "1955-02-08", "1958-03-27"),
        ("kosygin", "Premier", "1964-10-15", "1980-10-23"),
    ],
)  # fmt: skip
def test_offices_have_their_dates(id: str, title: str, begin: str, end: str) -> None:
    """Who held which office, from which day to which."""
    offices = next(figure for figure in load("key_figures.yaml") if figure["id"] == id)["offices"]
    assert {"title": title, "from": begin, "to": end} in offices


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Khrushchev sent tanks.", True),
        ("Pasternak was ar-\nrested in 1958.", True),
        ("Pasternak was never arrested.", False),
        ("Stalin was born on 21 December 1879.", True),
        ("His official birthday was 21 December 1879.", False),
        ("Stalin's Jewish doctor", True),
    ],
)
def test_wrong_versions_are_recognized(text: str, found: bool) -> None:
    """Breaks and marks don't hide a wrong version, and the true one isn't taken for it."""
    assert any(re.search(wrong, words(text)) for wrong in WRONG) is found


@cache
def running_text(id: str) -> str:
    """Return the letters of a printed handout line by line, without notes, their numbers and the page's foot, which stand between."""
    running = [char for char in characters(handout(id).pdf) if char.size >= LEAST_RUNNING_PX]
    return letters("".join(char.text for char in sorted(running, key=lambda char: (char.page, round(char.y), char.x))))


def handout(id: str) -> Printed:
    """Return a section's handout for students."""
    return shipped("destalinization")[f"destalinization/{SECTIONS.index(id) + 1:02}-{id}.pdf"]


@pytest.mark.slow
@pytest.mark.parametrize("id", SECTIONS)
def test_the_handouts_say_what_is_true(id: str) -> None:
    """Each fact can be read in the section's printed handout."""
    everything = all_letters(handout(id))
    assert [
        fact for fact in FACTS[id] if letters(fact) not in running_text(id) and letters(fact) not in everything
    ] == []


@pytest.mark.slow
@pytest.mark.parametrize("id", SECTIONS)
def test_the_handouts_say_nothing_that_is_known_to_be_wrong(id: str) -> None:
    """No wrong version can be read in the section's printed handout, but where a question asks whether it is true."""
    document = pypdfium2.PdfDocument(handout(id).pdf)
    said = words("\n".join(page.get_textpage().get_text_range() for page in document).replace("\r", ""))
    for question in section(id)["questions"]:
        wrong_choices = [choice["text"] for choice in question.get("choices", ()) if choice.get("correct") != "true"]
        for asked in [question["prompt"], *wrong_choices]:
            said = said.replace(words(bare(asked)), "")
    assert [wrong for wrong in WRONG if re.search(wrong, said)] == []


# ---------- enough of it


@pytest.mark.parametrize("id", SECTIONS)
def test_a_narrative_is_as_long_as_a_lesson_allows(id: str) -> None:
    """Each section's narrative has 700 to 1,100 words."""
    assert 700 <= measured(id).words <= 1100


@pytest.mark.parametrize("id", SECTIONS)
def test_every_paragraph_is_cited(id: str) -> None:
    """Each paragraph of the narrative, in every tier, names a source; a table stands under a paragraph that does."""
    paragraphs = [
        paragraph
        for name in ("standard", "adapted")
        for text in narrative(id, name)
        for paragraph in re.split(r"\n\s*\n", text.strip())
        if not paragraph.startswith("|")
    ]
    assert [paragraph for paragraph in paragraphs if "[@" not in paragraph] == []
    assert len(paragraphs) >= 8


@pytest.mark.parametrize("id", SECTIONS)
def test_reading_grades_are_near_the_target(id: str) -> None:
    """Each narrative measures within one grade of the course's target."""
    target = float(load("course.yaml")["level"]["reading_grade"])
    grade = measured(id).grade
    assert grade is not None
    assert abs(grade - target) <= 1.05


def adapted_sections() -> list[str]:
    """Return the sections whose narrative has an easier tier."""
    return [id for id in SECTIONS if any(isinstance(part.get("text"), dict) for part in section(id)["narrative"])]


def test_six_sections_have_an_easier_text() -> None:
    """The narrative of six sections or more comes in an easier tier, and so do documents of six sections or more."""
    documents = [
        id for id in SECTIONS if any(isinstance(document["text"], dict) for document in section(id)["documents"])
    ]
    assert len(adapted_sections()) >= 6
    assert len(documents) >= 6


@pytest.mark.parametrize("id", adapted_sections())
def test_the_easier_text_is_about_two_grades_lower(id: str) -> None:
    """The easier tier measures one and a half to three grades below the standard one."""
    standard, adapted = (measured(id, name).grade for name in ("standard", "adapted"))
    assert standard is not None
    assert adapted is not None
    assert 1.5 <= standard - adapted <= 3


@pytest.mark.parametrize("id", adapted_sections())
def test_the_easier_text_keeps_the_numbers_that_questions_need(id: str) -> None:
    """A year or a count that the answer to a closed question gives, and the standard text has, is in the easier text too."""
    standard, adapted = (" ".join(map(bare, narrative(id, name))) for name in ("standard", "adapted"))
    answers = " ".join(
        text
        for question in section(id)["questions"]
        if question["kind"] in CLOSED_KINDS
        for text in texts(question.get("answer", ""))
    )
    needed = {number for number in re.findall(r"\d[\d,.]*\d", answers) if number in standard}
    assert {number for number in needed if number not in adapted} == set()


@pytest.mark.parametrize("id", SECTIONS)
def test_a_timeline_has_ten_to_sixteen_events(id: str) -> None:
    """Each section has 10 to 16 events, with sources, in up to three lanes."""
    events = section(id)["timeline"]
    assert 10 <= len(events) <= 16
    assert {event["lane"] for event in events} <= {"ussr", "bloc", "west"}
    assert [event["id"] for event in events if not event["sources"]] == []


@pytest.mark.parametrize("id", SECTIONS)
def test_people_say_why_they_are_here(id: str) -> None:
    """Each section has 3 to 6 key figures, each with a focus of its own."""
    figures = section(id)["key_figures"]
    assert 3 <= len(figures) <= 6
    assert len({figure["focus"] for figure in figures}) == len(figures)


@pytest.mark.parametrize("id", SECTIONS)
def test_questions_are_of_every_kind(id: str) -> None:
    """8 to 10 questions: two discussions, a source, two closed ones, an essay with a rubric, an exit; three levels; a challenge."""
    questions = section(id)["questions"]
    kinds = [question["kind"] for question in questions]
    assert 8 <= len(questions) <= 10
    assert kinds.count("discussion") >= 2
    assert kinds.count("source-analysis") >= 1
    assert sum(kind in CLOSED_KINDS for kind in kinds) >= 2
    assert [question.get("rubric") for question in questions if question["kind"] == "essay"] == ["essay"]
    assert [question["use"] for question in questions].count("exit") == 1
    assert len({question["bloom"] for question in questions}) >= 3
    assert any("advanced" in question.get("tags", ()) for question in questions)


@pytest.mark.parametrize("id", SECTIONS)
def test_open_questions_have_answers_and_what_to_look_for(id: str) -> None:
    """A question that students answer in their own words has a model answer and what to look for; so has each of its parts."""
    asked = [
        part
        for question in section(id)["questions"]
        if question["kind"] in OPEN_KINDS
        for part in question.get("parts", [question])
    ]
    assert [part["id"] for part in asked if not (part["answer"]["text"] and part["answer"]["look_for"])] == []


@pytest.mark.parametrize("id", SECTIONS)
def test_every_objective_is_asked_for(id: str) -> None:
    """4 to 6 objectives, each with a question."""
    objectives = [objective["id"] for objective in section(id)["objectives"]]
    assert 4 <= len(objectives) <= 6
    assert set(objectives) == {question["objective"] for question in section(id)["questions"]}


@pytest.mark.parametrize("id", SECTIONS)
def test_a_lesson_takes_the_time_that_it_says(id: str) -> None:
    """The minutes of the steps add up, and the teacher is told what students tend to believe."""
    lesson = section(id)["lesson"]
    assert sum(int(step["minutes"]) for step in lesson["steps"]) == int(lesson["minutes"])
    assert len(section(id)["teacher"]["misconceptions"]) >= 3


@pytest.mark.parametrize("id", SECTIONS)
def test_documents_say_where_they_come_from(id: str) -> None:
    """Each section has a document; each document says where it comes from, whose it is and what was done to it."""
    documents = section(id)["documents"]
    assert documents
    assert [
        document["id"]
        for document in documents
        if not all(document.get(field) for field in ("provenance", "rights", "adaptation"))
    ] == []


@pytest.mark.parametrize("id", SECTIONS)
def test_a_summary_is_called_one(id: str) -> None:
    """A text that isn't its author's words was summarized, not "shortened" or "simplified"."""
    called = {each["id"]: "summarized" in each["adaptation"]["kind"] for each in section(id)["documents"]}
    assert called == {
        each["id"]: re.search("(?i)summar|no sentence .*is quoted", str(each["adaptation"].get("note", ""))) is not None
        for each in section(id)["documents"]
    }


@pytest.mark.parametrize("id", SECTIONS)
def test_disagreements_have_sides_with_sources(id: str) -> None:
    """Each section has a disagreement; each of its positions has holder, evidence and sources."""
    disagreements = section(id)["disagreements"]
    assert disagreements
    for disagreement in disagreements:
        assert len(disagreement["positions"]) >= 2
        assert all(
            position[field] for position in disagreement["positions"] for field in ("held_by", "basis", "sources")
        )


def test_there_are_people_terms_and_sources_enough() -> None:
    """22 people or more, 45 terms with their native form, 45 sources."""
    terms = load("glossary.yaml")
    assert len(load("key_figures.yaml")) >= 22
    assert len(terms) >= 45
    assert [term["id"] for term in terms if not term["native_term"]["text"]] == []
    assert [
        term["id"]
        for term in terms
        if term["native_term"]["lang"] == "ru" and not term["native_term"]["transliteration"]
    ] == []
    assert len(sources()) >= 45


def test_every_person_term_and_source_is_used() -> None:
    """Each person is in a section, each term in a narrative, each source cited, named or recommended."""
    files = "\n".join(path.read_text(encoding="utf-8") for path in sorted((COURSE / "sections").glob("*.yaml")))
    people = {figure["id"] for id in SECTIONS for figure in section(id)["key_figures"]}
    assert {figure["id"] for figure in load("key_figures.yaml")} - people - set(
        re.findall(r"figure:([\w-]+)", files)
    ) == set()
    assert {term["id"] for term in load("glossary.yaml")} - set(re.findall(r"term:([\w-]+)", files)) == set()
    named = set(re.findall(r"@([\w-]+)", files)) | {
        name for name in sources() if re.search(rf"(?<![\w-]){name}(?![\w-])", files)
    }
    figures = {name for figure in load("key_figures.yaml") for name in figure["sources"]}
    assert sources() - named - figures == set()


@pytest.mark.parametrize(("name", "least", "total"), [("mid-unit-quiz", 10, 36), ("unit-test", 12, 66)])
def test_assessments_have_two_versions_and_their_points(name: str, least: int, total: int) -> None:
    """The quiz and the test come in versions A and B, and their points add up to what they say."""
    assessment = load(f"assessments/{name}.yaml")
    assert int(assessment["versions"]) == 2
    assert len(assessment["questions"]) == least
    points = [int(question["points"]) for question in map(asked_in, assessment["questions"])]
    assert sum(points) == int(assessment["total"]) == total


def asked_in(question: Any) -> dict[str, Any]:
    """Return a question of an assessment: its own, or the one of a section that it names."""
    if isinstance(question, dict):
        return question
    id, _, name = question.partition("/")
    return next(found for found in section(id)["questions"] if found["id"] == name)
