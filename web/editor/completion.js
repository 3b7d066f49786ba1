/* Completion from this graph: kinds after "a", properties after a subject, entities and concepts after a property. */

import { findPosition } from "./position.js";

const KEYWORDS = ["SELECT", "DISTINCT", "WHERE", "OPTIONAL", "FILTER", "UNION", "MINUS", "BIND", "VALUES", "GRAPH",
  "ORDER BY", "GROUP BY", "HAVING", "LIMIT", "OFFSET", "COUNT", "ASK", "CONSTRUCT", "DESCRIBE", "PREFIX", "NOT EXISTS",
  "LANG", "STR", "REGEX", "CONTAINS", "BOUND", "COALESCE", "EXISTS"];
const SORTS = { property: ["property"], value: ["thing", "concept"], subject: ["thing"], expression: ["thing", "concept"] };

let terms;

async function readTerms(address) {
  terms ??= fetch(address).then((answer) => (answer.ok ? answer.json() : { terms: [] }), () => ({ terms: [] }));
  return (await terms).terms;
}

function findSorts({ slot, property }) {
  if (slot === "value" && (property === "a" || property === "rdf:type")) return ["kind"];
  return SORTS[slot];
}

/* What fits best comes first: used much, of the subject's kind, of the property's range. */
function weigh(term, position, byName) {
  const isOfKind = term.domain?.some((kind) => position.kinds.includes(kind));
  const range = byName.get(position.property)?.range ?? [];
  const isInRange = term.sort === "concept" ? range.includes("skos:Concept") : range.length && !range.includes("skos:Concept");
  return Math.min(40, Math.log2(1 + term.number) * 4) + (isOfKind ? 50 : 0) + (isInRange ? 30 : 0);
}

function offer(term, position, byName) {
  return {
    label: `${term.name} ${term.label}`,
    displayLabel: term.name,
    detail: `${term.label} · ${term.number}`,
    info: term.domain?.length ? `${term.domain.join(", ")} → ${(term.range ?? []).join(", ")}` : undefined,
    apply: term.name,
    type: { kind: "class", property: "property", concept: "enum", thing: "variable" }[term.sort],
    boost: Math.min(99, Math.round(weigh(term, position, byName))),
  };
}

function findVariables(text) {
  return [...new Set(text.match(/[?$]\w+/g) ?? [])].map((label) => ({ label, type: "variable" }));
}

/* Returns CodeMirror's completion source, with the terms of the graph from this address. */
export function completeFrom(address) {
  return async (context) => {
    const word = context.matchBefore(/[?$][\w]*|[\w-]*:?[\w-]*/);
    if (!word || (word.from === word.to && !context.explicit)) return null;
    const text = context.state.doc.toString();
    if (/^[?$]/.test(word.text)) {
      const others = text.slice(0, word.from) + text.slice(word.to);
      return { from: word.from, options: findVariables(others), validFor: /^[?$]\w*$/ };
    }
    const position = findPosition(text.slice(0, word.from));
    const all = await readTerms(address);
    const byName = new Map(all.map((term) => [term.name, term]));
    const sorts = findSorts(position);
    const options = all.filter((term) => sorts.includes(term.sort)).map((term) => offer(term, position, byName));
    const keywords = position.slot === "subject" || position.slot === "expression" ? KEYWORDS : [];
    return {
      from: word.from,
      options: [...options, ...keywords.map((label) => ({ label, type: "keyword", boost: -20 }))],
      validFor: /^[\w-]*:?[\w-]*$/,
    };
  };
}
