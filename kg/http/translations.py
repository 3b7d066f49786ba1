"""The interface in German, by its English strings; a test finds those that are missing."""

# ruff: noqa: E501 - a catalogue: one entry a line

from __future__ import annotations

GERMAN: dict[str, str] = {
    # marks and stances
    "As fact": "Als Tatsache",
    "As fact, according to %(who)s": "Als Tatsache, laut: %(who)s",
    "Presented as fact": "Als Tatsache dargestellt",
    "It happened or is so, as the article presents it.": "Es ist geschehen oder ist so, wie der Artikel es darstellt.",
    "Planned": "Geplant",
    "Planned by %(who)s": "Geplant von %(who)s",
    "Intended or announced. Whether it came about is not said.": (
        "Beabsichtigt oder angekündigt. Ob es dazu kam, steht nicht da."
    ),
    "Alleged": "Behauptet",
    "Alleged by %(who)s": "Behauptet von %(who)s",
    "Somebody says it against somebody else. The article does not confirm it.": (
        "Jemand wirft es einem anderen vor. Der Artikel bestätigt es nicht."
    ),
    "Denied": "Verneint",
    "Denied by %(who)s": "Verneint von %(who)s",
    "It is said not to be so.": "Es wird gesagt, dass es nicht so ist.",
    "Opinion": "Meinung",
    "Opinion of %(who)s": "Meinung: %(who)s",
    "A judgement or evaluation, not something that happened.": (
        "Ein Urteil oder eine Bewertung, nichts, was geschehen ist."
    ),
    "No stance": "Ohne Haltung",
    "and": "und",
    "by": "durch",
    "of": "von",
    "other": "weitere",
    "undated": "undatiert",
    "yields": "ergibt",
    "sentence %(number)s": "Satz %(number)s",
    "see sentence %(number)s": "siehe Satz %(number)s",
    "characters %(start)s to %(end)s": "Zeichen %(start)s bis %(end)s",
    # every page
    "Skip to the content": "Zum Inhalt",
    "Pages": "Seiten",
    "Language": "Sprache",
    "Questions": "Fragen",
    "Query": "Abfrage",
    "Ontology": "Ontologie",
    "Facts in our own words, each with the passage that says so. What the article leaves open stays open.": (
        "Tatsachen in unseren eigenen Worten, jede mit der Stelle, die es sagt. Was der Artikel offenlässt, bleibt offen."
    ),
    "The whole graph:": "Der ganze Graph:",
    "This page as data:": "Diese Seite als Daten:",
    # front page and questions
    "Who said what, who did what, and what the article leaves open": (
        "Wer was sagt, wer was tut und was der Artikel offenlässt"
    ),
    (
        "A news article as a graph of facts: each with its stance – fact, plan, allegation, denial or opinion – "
        "and with the passage that says so."
    ): (
        "Ein Nachrichtenartikel als Graph von Tatsachen: jede mit ihrer Haltung – Tatsache, Plan, Vorwurf, "
        "Verneinung oder Meinung – und mit der Stelle, die es sagt."
    ),
    "Articles": "Artikel",
    "Ask": "Fragen Sie",
    "There is no article in this graph yet.": "In diesem Graphen ist noch kein Artikel.",
    "Each opens its answer, with the query behind it.": "Jede führt zu ihrer Antwort und der Abfrage dahinter.",
    "The query behind it": "Die Abfrage dahinter",
    "Open it in the query form": "Im Abfrageformular öffnen",
    # query and results
    "SPARQL query": "SPARQL-Abfrage",
    "Known prefixes need no declaration: kg, id, rdfs, schema, skos, time, prov, oa, dcterms and others.": (
        "Bekannte Präfixe braucht man nicht anzugeben: kg, id, rdfs, schema, skos, time, prov, oa, dcterms und andere."
    ),
    "Run": "Ausführen",
    "The query was not answered": "Die Abfrage wurde nicht beantwortet",
    "Result": "Ergebnis",
    "Table of results": "Ergebnistabelle",
    "The text beside the facts that it is evidence of. It is proved: its hash is the article's.": (
        "Der Text neben den Tatsachen, die er belegt. Er ist bewiesen: Sein Hash ist der des Artikels."
    ),
    "Do you have the text?": "Haben Sie den Text?",
    "Drop its file here, or paste it. It is proved by its hash and shown beside the facts. It never leaves your browser: this page is not allowed to send anything.": (
        "Ziehen Sie seine Datei hierher oder fügen Sie ihn ein. Er wird durch seinen Hash bewiesen und neben den Tatsachen gezeigt. Er verlässt Ihren Browser nicht: Diese Seite darf nichts senden."
    ),
    "Text file": "Textdatei",
    "or the text itself": "oder der Text selbst",
    "Proved: this is the article’s text, character for character.": "Bewiesen: Das ist der Text des Artikels, Zeichen für Zeichen.",
    "This is not the article’s text: its hash differs. Sentences whose own hash is right are shown.": (
        "Das ist nicht der Text des Artikels: Der Hash ist ein anderer. Sätze, deren eigener Hash stimmt, werden gezeigt."
    ),
    "This browser proves hashes only over https or on this machine.": (
        "Dieser Browser prüft Hashes nur über https oder auf diesem Rechner."
    ),
    "Questions to start from": "Fragen für den Anfang",
    "No rows: nothing in the graph matches all of this.": "Keine Zeilen: Nichts im Graphen passt auf alles davon.",
    "Rows %(first)s to %(last)s of %(total)s": "Zeilen %(first)s bis %(last)s von %(total)s",
    "%(num)s row": "%(num)s Zeile",
    "%(num)s rows": "%(num)s Zeilen",
    "Pages of rows": "Seiten mit Zeilen",
    "Previous": "Zurück",
    "Next": "Weiter",
    "Yes": "Ja",
    "No": "Nein",
    "no value": "kein Wert",
    "The rest is in the downloads.": "Der Rest steht in den Downloads.",
    "Download:": "Herunterladen:",
    "Permanent link": "Dauerhafter Link",
    # facts, things, articles
    "What the text leaves open": "Was der Text offenlässt",
    "Who and what": "Wer und was",
    "Judged to be": "Beurteilt als",
    "Mainly in": "Zum größeren Teil in",
    "How it is presented": "Wie es dargestellt wird",
    "Polarity": "Polarität",
    "Modality": "Modalität",
    "Certainty": "Sicherheit",
    "Explicitness": "Ausdrücklichkeit",
    "According to": "Laut",
    "When": "Wann",
    "In the text": "Im Text",
    "Date": "Datum",
    "Not before": "Nicht vor",
    "Not after": "Nicht nach",
    "Relative to": "Bezogen auf",
    "Resolved": "Aufgelöst",
    "The text gives no time for it.": "Der Text nennt keine Zeit dafür.",
    "Evidence": "Beleg",
    "How we read it": "Wie wir es lesen",
    "What it conveys": "Was damit gesagt wird",
    "What it explains": "Was es erklärt",
    "What it is concluded from": "Woraus es geschlossen ist",
    "Said in": "Gesagt in",
    "Explained by": "Erklärt durch",
    "Judged in": "Beurteilt in",
    "Premise of": "Prämisse für",
    "What is dated by it": "Was danach datiert ist",
    "What holds": "Was gilt",
    "Derived from facts that the article itself states as certain; never from a plan, an allegation or an opinion.": (
        "Abgeleitet aus Tatsachen, die der Artikel selbst als sicher aussagt; nie aus Plan, Vorwurf oder Meinung."
    ),
    "Description": "Beschreibung",
    "Names": "Namen",
    "What refers to it": "Was darauf verweist",
    "Article": "Artikel",
    "Retold sentence by sentence in our own words. The text itself belongs to its publisher and is not here.": (
        "Satz für Satz in unseren eigenen Worten. Der Text selbst gehört seinem Verlag und steht nicht hier."
    ),
    "%(num)s fact": "%(num)s Tatsache",
    "%(num)s facts": "%(num)s Tatsachen",
    "%(num)s sentence": "%(num)s Satz",
    "%(num)s sentences": "%(num)s Sätze",
    "%(number)s characters": "%(number)s Zeichen",
    "written in: %(language)s": "geschrieben auf: %(language)s",
    "German": "Deutsch",
    "English": "Englisch",
    "Concluded from the text": "Aus dem Text geschlossen",
    "What the article leaves open": "Was der Artikel offenlässt",
    # the form
    "Who or what": "Wer oder was",
    "does what": "tut was",
    "with or to whom": "mit wem oder wem",
    "anyone": "irgendwer",
    "anything": "irgendetwas",
    "any": "irgendeine",
    "when": "wann",
    "from": "von",
    "to": "bis",
    "from year": "vom Jahr",
    "to year": "bis zum Jahr",
    "in which stance": "in welcher Haltung",
    "Show statements": "Aussagen zeigen",
    "Start over": "Von vorn",
    "%(num)s statement": "%(num)s Aussage",
    "%(num)s statements": "%(num)s Aussagen",
    "Nothing in the graph fits all of this. The numbers beside the choices say what would be left; take one back.": (
        "Nichts im Graphen passt auf alles davon. Die Zahlen neben den Möglichkeiten sagen, was übrig bliebe; nehmen Sie eine zurück."
    ),
    "Pages of statements": "Seiten mit Aussagen",
    "As SPARQL": "Als SPARQL",
    # timeline and neighbourhood
    "Timeline": "Zeitleiste",
    "When it was, as precisely as the text says and no more: a year stays a year, and what has no date gets none.": (
        "Wann es war, so genau wie der Text es sagt und nicht genauer: Ein Jahr bleibt ein Jahr, und was kein Datum hat, bekommt keines."
    ),
    "Dated": "Datiert",
    "Undated": "Undatiert",
    "Known only in relation to something else": "Nur im Verhältnis zu anderem bekannt",
    "What is not said as fact": "Was nicht als Tatsache gesagt wird",
    "only: %(stance)s": "nur: %(stance)s",
    "What it shares facts with": "Womit es Tatsachen teilt",
    "Things that share facts with %(thing)s": "Was Tatsachen teilt mit: %(thing)s",
    "and %(num)s more": "und %(num)s weitere",
    # themes of questions
    "claims": "Behauptungen",
    "deals": "Geschäfte",
    "evidence": "Belege",
    "gaps": "Lücken",
    "graph": "Graph",
    "people": "Menschen",
    "plans": "Pläne",
    "time": "Zeit",
    # ontology
    "Sections": "Abschnitte",
    "Kinds of fact": "Arten von Tatsachen",
    "What there is beside facts": "Was es neben Tatsachen gibt",
    "Roles in a fact": "Rollen in einer Tatsache",
    "Direct relations, derived from facts": "Direkte Beziehungen, aus Tatsachen abgeleitet",
    "Other properties": "Weitere Eigenschaften",
    # errors
    "To the front page": "Zur Startseite",
    "Bad Request": "Ungültige Anfrage",
    "Not Found": "Nicht gefunden",
    "Method Not Allowed": "Methode nicht erlaubt",
    "Not Acceptable": "Nicht in dieser Form",
    "Request Entity Too Large": "Anfrage zu groß",
    "Unsupported Media Type": "Medientyp nicht unterstützt",
    "Internal Server Error": "Fehler des Dienstes",
    "Service Unavailable": "Dienst nicht verfügbar",
    "Gateway Timeout": "Zeit überschritten",
    "Insufficient Storage": "Nicht genug Speicher",
}
