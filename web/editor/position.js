/* Where in a query a place is: after a subject, a property …; and what is known of the variables before it. */

const TOKENS =
  /#[^\n]*|"""[^]*?(?:"""|$)|'''[^]*?(?:'''|$)|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|<[^<>"{}|^`\\\s]*>|[?$]\w+|@[a-zA-Z-]+|\^\^|[\w-]*:[\w.%-]*[\w%-]|[\w-]*:|[A-Za-z]\w*|[-+]?[\d.]*\d|[{}()[\].;,|/^*+?!=<>&-]/g;
const BOOLEAN = /^(true|false)$/i;

/* Returns the slot (subject, property or value) at the end of the text, with the property and the kinds of the subject. */
export function findPosition(text) {
  const state = { slot: 0, subject: "", property: "", kinds: {}, depth: 0 };
  const stack = [];
  for (const [token] of text.matchAll(TOKENS)) step(state, stack, token);
  const slot = state.depth > 0 ? "expression" : ["subject", "property", "value"][Math.min(state.slot, 2)];
  return { slot, property: state.property, kinds: state.kinds[state.subject] ?? [], isInBody: state.isInBody ?? false };
}

function step(state, stack, token) {
  if (token.startsWith("#") || token.startsWith("@")) return;
  if (token === "(") state.depth += 1;
  else if (token === ")") state.depth = Math.max(0, state.depth - 1);
  else if (state.depth > 0) return;
  else if (token === "{" || token === "}") Object.assign(state, { slot: 0, isInBody: true });
  else if (token === ".") state.slot = 0;
  else if (token === ";") state.slot = 1;
  else if (token === ",") state.slot = 2;
  else if (token === "[") {
    stack.push([state.slot, state.subject, state.property]);
    Object.assign(state, { slot: 1, subject: `[${stack.length}` });
  } else if (token === "]") {
    const [slot, subject, property] = stack.pop() ?? [0, "", ""];
    Object.assign(state, { slot: slot + 1, subject, property });
  } else if (isTerm(token, state)) take(state, token);
}

function isTerm(token, { slot }) {
  if (/^[?$<"':\d+-]/.test(token) || token.includes(":") || BOOLEAN.test(token)) return token.length > 1;
  return slot === 1 && token === "a";
}

function take(state, token) {
  if (state.slot === 0) state.subject = token;
  if (state.slot === 1) state.property = token;
  if (state.slot === 2 && (state.property === "a" || state.property === "rdf:type"))
    (state.kinds[state.subject] ??= []).push(token);
  state.slot = Math.min(state.slot + 1, 3);
}

/* The prefixes that a text uses, each with the place of its first use, strings, IRIs and comments left out. */
export function findPrefixes(text) {
  const found = new Map();
  const declared = new Set();
  let before = "";
  for (const { 0: token, index } of text.matchAll(TOKENS)) {
    const colon = token.indexOf(":");
    const isName = colon >= 0 && !/^[#<"'@]/.test(token) && token !== "_:";
    if (isName && /^prefix$/i.test(before)) declared.add(token.slice(0, colon));
    else if (isName && !token.startsWith("_:") && !found.has(token.slice(0, colon)))
      found.set(token.slice(0, colon), { from: index, to: index + colon + 1 });
    before = token;
  }
  return { found, declared };
}
