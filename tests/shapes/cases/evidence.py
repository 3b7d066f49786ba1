"""Articles, their passages, and the evidence of facts and gaps."""

from tests.shapes.cases.gaps import GAP
from tests.shapes.cases.kinds import SEAT
from tests.shapes.scheme import ARTICLE, HASH, SENTENCE, Case

TEXT = ARTICLE + SENTENCE
PART = f"""{TEXT}
<#char=2,5> a kg:Passage ; kg:start 2 ; kg:end 5 ;
    oa:hasSource <> ;
    dcterms:isPartOf <#char=0,9> ;
    kg:sha256 "{HASH}" ;
    kg:section kg:Body .
"""
RANGE = "<#char=2,5> a kg:Passage ; kg:start 2 ; kg:end 5"
OTHER = "<https://example.org/kg/article/other>"
ARTICLES_HASH = f'kg:length 20 ;\n    kg:sha256 "{HASH}"'
PASSAGES_HASH = f'isPartOf <#char=0,9> ;\n    kg:sha256 "{HASH}"'


def change_hash(block: str, change: str) -> str:
    return block.replace(f'kg:sha256 "{HASH}"', change)


CASES = (
    Case("evidence", "MinCount", SEAT, "kg:evidence <#char=0,9>", ""),
    Case("evidence", "MinCount", GAP, "kg:place ;\n    kg:evidence <#char=0,9>", "kg:place"),
    Case("evidence-class", "Class", SEAT, "kg:evidence <#char=0,9>", "kg:evidence <#char=0,9> , id:place"),
    Case("article-length", "MinCount", ARTICLE, "kg:length 20 ;", ""),
    Case("article-length", "MaxCount", ARTICLE, "kg:length 20", "kg:length 20 , 21"),
    Case("article-length", "Datatype", ARTICLE, "kg:length 20", "kg:length 20.0"),
    Case("article-length", "MinExclusive", ARTICLE, "kg:length 20", "kg:length 0"),
    Case("article-length", "MaxInclusive", ARTICLE, "kg:length 20", "kg:length 1000000001"),
    Case("language", "MinCount", ARTICLE, 'schema:inLanguage "en"', ""),
    Case("language", "MaxCount", ARTICLE, 'schema:inLanguage "en"', 'schema:inLanguage "en" , "de"'),
    Case("language", "Datatype", ARTICLE, 'schema:inLanguage "en"', 'schema:inLanguage "en"@en'),
    Case("language", "Pattern", ARTICLE, 'schema:inLanguage "en"', 'schema:inLanguage "English"'),
    Case("sha256", "MinCount", ARTICLE, ARTICLES_HASH, change_hash(ARTICLES_HASH, "")),
    Case("sha256", "MaxCount", ARTICLE, ARTICLES_HASH, f'{ARTICLES_HASH} , "{"1" * 64}"'),
    Case("sha256", "Datatype", ARTICLE, ARTICLES_HASH, f"{ARTICLES_HASH}@en"),
    Case("sha256", "Pattern", ARTICLE, ARTICLES_HASH, change_hash(ARTICLES_HASH, 'kg:sha256 "A"')),
    Case("sha256", "MinCount", PART, PASSAGES_HASH, change_hash(PASSAGES_HASH, "")),
    Case("sha256", "MaxCount", PART, PASSAGES_HASH, f'{PASSAGES_HASH} , "{"1" * 64}"'),
    Case("sha256", "Datatype", PART, PASSAGES_HASH, f"{PASSAGES_HASH}@en"),
    Case("sha256", "Pattern", PART, PASSAGES_HASH, change_hash(PASSAGES_HASH, 'kg:sha256 "A"')),
    Case("Passage", "NodeKind", PART, "<#char=2,5> a", "[] a", ("passage-iri",)),
    Case("source-article", "MinCount", PART, "oa:hasSource <> ;\n    dcterms", "dcterms"),
    Case(
        "source-article",
        "MaxCount",
        TEXT,
        "oa:hasSource <>",
        f"oa:hasSource <> , {OTHER}",
        ("passage-iri",),
    ),
    Case("source-article-class", "Class", TEXT, "oa:hasSource <>", "oa:hasSource id:place", ("passage-iri",)),
    Case("start", "MinCount", PART, "kg:start 2", ""),
    Case("start", "MaxCount", PART, "kg:start 2", "kg:start 2 , 3", ("passage-iri",)),
    Case("start", "Datatype", PART, "kg:start 2", "kg:start 2.0", ("passage-iri",)),
    Case("start", "MinInclusive", TEXT, "kg:start 0", "kg:start -1", ("passage-iri",)),
    Case("start", "LessThan", PART, "kg:start 2", "kg:start 5", ("passage-iri",)),
    Case("end", "MinCount", PART, "kg:end 5", ""),
    Case("end", "MaxCount", PART, "kg:end 5", "kg:end 5 , 6", ("passage-iri",)),
    Case("end", "Datatype", PART, "kg:end 5", "kg:end 5.0", ("passage-iri",)),
    Case("end", "MaxInclusive", PART, "kg:end 5", "kg:end 1000000001", ("passage-iri", "passage-in-article")),
    Case("section", "MinCount", TEXT, "kg:section kg:Body", ""),
    Case("section", "MaxCount", TEXT, "kg:section kg:Body", "kg:section kg:Body , kg:Teaser"),
    Case("section", "Node", TEXT, "kg:section kg:Body", "kg:section kg:Stated"),
    Case(
        "whole-sentence",
        "MaxCount",
        PART,
        "isPartOf <#char=0,9>",
        "isPartOf <#char=0,9> , <https://example.org/kg/article/other#char=0,9>",
        ("passage-in-article",),
    ),
    Case("whole-sentence-class", "Class", PART, "isPartOf <#char=0,9>", "isPartOf <#char=2,5>"),
    Case("position", "MinCount", TEXT, "schema:position 1", ""),
    Case("position", "MaxCount", TEXT, "schema:position 1", "schema:position 1 , 2"),
    Case("position", "Datatype", TEXT, "schema:position 1", "schema:position 1.0"),
    Case("position", "MinInclusive", TEXT, "schema:position 1", "schema:position 0"),
    Case("passage-in-article", "SPARQL", TEXT, "kg:length 20", "kg:length 8"),
    Case("passage-in-article", "SPARQL", PART, RANGE, RANGE.replace("5", "10")),
    Case(
        "passage-in-article",
        "SPARQL",
        PART,
        "isPartOf <#char=0,9>",
        "isPartOf <https://example.org/kg/article/other#char=0,9>",
    ),
    Case("passage-iri", "SPARQL", PART, "<#char=2,5> a", "<#char=2,6> a"),
    Case("passage-iri", "SPARQL", PART, "<#char=2,5> a", "own:passage a"),
)
