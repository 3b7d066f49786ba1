/* Marks what is wrong in a query: prefixes that nobody knows, places where it is no SPARQL, and what the service said. */

import { syntaxTree } from "@codemirror/language";

import { findPrefixes } from "./position.js";

function findUnknownPrefixes(text, known, say) {
  const { found, declared } = findPrefixes(text);
  return [...found]
    .filter(([prefix]) => !known.includes(prefix) && !declared.has(prefix))
    .map(([prefix, place]) => ({
      ...place,
      severity: "error",
      message: say.unknownPrefix.replace("{prefix}", `${prefix}:`).replace("{known}", known.map((one) => `${one}:`).join(" ")),
    }));
}

function findSyntaxErrors(state, say) {
  const errors = [];
  syntaxTree(state).iterate({
    enter: (node) => {
      if (node.type.isError && errors.length === 0) {
        const from = Math.min(node.from, state.doc.length);
        errors.push({ from, to: Math.max(node.to, Math.min(from + 1, state.doc.length)), severity: "warning", message: say.syntax });
      }
    },
  });
  return errors;
}

/* The failure that the service answered, at its line and column, as long as the query is the one that it answered. */
function findAnswered(state, failure) {
  if (!failure?.line || failure.query !== state.doc.toString() || failure.line > state.doc.lines) return [];
  const line = state.doc.line(failure.line);
  const from = Math.min(line.to, line.from + failure.column - 1);
  return [{ from, to: Math.min(line.to, from + 1), severity: "error", message: failure.sentence }];
}

/* Returns CodeMirror's lint source. ``readFailure`` gives the service's last failure, or null. */
export function findProblems(known, say, readFailure) {
  return ({ state }) => {
    const answered = findAnswered(state, readFailure());
    if (answered.length) return answered;
    const unknown = findUnknownPrefixes(state.doc.toString(), known, say);
    return unknown.length ? unknown : findSyntaxErrors(state, say);
  };
}
