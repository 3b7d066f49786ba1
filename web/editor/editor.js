/* The query form's editor, over its textarea: highlighting, completion, problems, running in place, history.
   It lives in a shadow root, so that its styles are constructed ones, which a strict policy allows. */

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, indentOnInput, LanguageSupport, syntaxHighlighting } from "@codemirror/language";
import { forceLinting, linter, lintGutter, lintKeymap } from "@codemirror/lint";
import { EditorState, StateEffect } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view";
import { styleTags, tags } from "@lezer/highlight";
import { SparqlLanguage } from "codemirror-lang-sparql";

import { completeFrom } from "./completion.js";
import { showPast } from "./past.js";
import { findPrefixes } from "./position.js";
import { findProblems } from "./problems.js";
import { runInPlace } from "./run.js";

const form = document.querySelector("form.query");
const area = form.elements.query;
const say = form.dataset;
const prefixes = JSON.parse(form.dataset.prefixes);

const names = styleTags({ "Pname_ln Pname_ns": tags.propertyName, A_predicate: tags.keyword });
const language = new LanguageSupport(SparqlLanguage.configure({ props: [names] }));

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.definitionKeyword, tags.modifier], fontWeight: "700" },
  { tag: [tags.variableName, tags.special(tags.variableName)], color: "var(--planned)" },
  { tag: [tags.string, tags.literal, tags.number, tags.bool], color: "var(--actual)" },
  { tag: [tags.url, tags.link], color: "var(--opinion)" },
  { tag: [tags.namespace, tags.propertyName, tags.typeName, tags.className], color: "var(--opinion)" },
  { tag: tags.comment, color: "var(--muted)", fontStyle: "italic" },
]);

const look = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--panel)", border: "1px solid var(--muted)", borderRadius: "3px", fontSize: "0.9rem" },
  "&.cm-focused": { outline: "3px solid var(--focus)", outlineOffset: "2px" },
  ".cm-content": { fontFamily: "var(--mono)", caretColor: "var(--ink)", padding: "0.6rem 0", minHeight: "11rem" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.5", maxHeight: "32rem" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--muted)", border: "none" },
  ".cm-activeLine": { backgroundColor: "transparent" },
  ".cm-cursor": { borderLeftColor: "var(--ink)", borderLeftWidth: "2px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--lit)" },
  ".cm-matchingBracket": { backgroundColor: "var(--wash)" },
  ".cm-tooltip": { backgroundColor: "var(--paper)", color: "var(--ink)", border: "1px solid var(--muted)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxHeight: "16rem" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--ink)", color: "var(--paper)" },
  ".cm-tooltip-autocomplete ul li[aria-selected] .cm-completionDetail": { color: "var(--paper)" },
  ".cm-completionDetail": { color: "var(--muted)", fontStyle: "normal", fontFamily: "var(--sans)", marginLeft: "1rem" },
  ".cm-diagnostic": { fontFamily: "var(--sans)", maxWidth: "34rem" },
});

function readFailure(page) {
  const failure = page.getElementById("failure");
  if (!failure) return null;
  const { line, column } = failure.dataset;
  return { line: Number(line), column: Number(column || 1), sentence: failure.querySelector("p").textContent, query: area.value };
}

let failure = readFailure(document);

/* Says that the service answered; without it nothing is marked anew when the text has not changed for a while. */
const answered = StateEffect.define();
const isAnswered = (update) => update.transactions.some(({ effects }) => effects.some((effect) => effect.is(answered)));

function submit() {
  form.requestSubmit();
  return true;
}

/* Types over a selection without the browser's own editing, which would keep the look of what was there as inline style. */
const typeOver = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { main } = view.state.selection;
    if (event.inputType !== "insertText" || !event.data || main.empty || view.composing) return false;
    event.preventDefault();
    const make = () => view.state.update(view.state.replaceSelection(event.data), { userEvent: "input.type" });
    const handlers = view.state.facet(EditorView.inputHandler);
    if (!handlers.some((handle) => handle(view, main.from, main.to, event.data, make))) view.dispatch(make());
    return true;
  },
});

function makeView(parent) {
  return new EditorView({
    parent,
    root: parent,
    state: EditorState.create({
      doc: area.value,
      extensions: [
        keymap.of([{ key: "Mod-Enter", run: submit }]),
        typeOver,
        lineNumbers(),
        highlightSpecialChars(),
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        highlightActiveLine(),
        language,
        syntaxHighlighting(colours),
        autocompletion({ override: [completeFrom(say.completions)], icons: false }),
        linter(findProblems(Object.keys(prefixes), say, () => failure), { delay: 400, needsRefresh: isAnswered }),
        lintGutter(),
        keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap, ...lintKeymap, indentWithTab]),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": form.querySelector("label[for=query]").textContent }),
        EditorView.updateListener.of((update) => update.docChanged && (area.value = update.state.doc.toString())),
        look,
      ],
    }),
  });
}

function replaceText(view, text) {
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
  view.focus();
}

/* Writes out the prefixes that the query uses, for services that do not know them. */
function writePrefixes(view) {
  const { found, declared } = findPrefixes(view.state.doc.toString());
  const missing = [...found.keys()].filter((prefix) => prefix in prefixes && !declared.has(prefix)).sort();
  const insert = missing.map((prefix) => `PREFIX ${prefix}: <${prefixes[prefix]}>\n`).join("");
  view.dispatch({ changes: { from: 0, insert } });
  view.focus();
}

const host = document.createElement("div");
host.className = "editor";
area.after(host);
area.hidden = true;
const view = makeView(host.attachShadow({ mode: "open" }));
const keep = showPast((query) => replaceText(view, query));

runInPlace(form, (page) => {
  document.getElementById("outcome").replaceWith(document.adoptNode(page.getElementById("outcome")));
  failure = readFailure(document);
  view.dispatch({ effects: answered.of(null) });
  forceLinting(view);
  keep(area.value);
  document.dispatchEvent(new Event("outcome"));
});

form.querySelector("label[for=query]").addEventListener("click", () => view.focus());
const button = document.getElementById("write-prefixes");
button.hidden = false;
button.addEventListener("click", () => writePrefixes(view));
