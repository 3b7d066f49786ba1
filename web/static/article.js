/* The article's page: lights up what belongs together, and shows a text that the reader brings.
   The text stays here: it is hashed by the browser, put into the page, and sent nowhere. */

const sentences = document.getElementById("sentences");
const bring = document.getElementById("bring");

/* What belongs together */

function findKeys(target) {
  const holder = target.closest?.("[data-keys], [data-key]");
  const keys = holder?.dataset.keys ?? holder?.dataset.key ?? "";
  return keys.split(" ").filter(Boolean).map((key) => key.replace("?", ""));
}

function light(keys) {
  for (const element of sentences.querySelectorAll("[data-keys], [data-key]")) {
    element.classList.toggle("lit", findKeys(element).some((key) => keys.includes(key)));
  }
}

for (const event of ["pointerover", "focusin"]) sentences.addEventListener(event, ({ target }) => light(findKeys(target)));
for (const event of ["pointerleave", "focusout"]) sentences.addEventListener(event, () => light([]));

/* The text that the reader brings */

async function hash(text) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/* As it came, and without what editors and clipboards add. */
function* findReadings(text) {
  yield text;
  const unix = text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
  yield unix;
  yield unix.replace(/\n$/, "");
  yield unix.trim();
}

function readMarks(sentence) {
  return [...sentence.querySelectorAll("[data-marks]")].flatMap(({ dataset }) =>
    dataset.marks.split(" ").filter(Boolean).map((range) => {
      const [start, end] = range.replace("?", "").split("-").map(Number);
      return { start, end, key: dataset.key + (range.endsWith("?") ? "?" : "") };
    }),
  );
}

function unique(values) {
  return [...new Set(values)];
}

/* The same cuts as kg/http/highlights.py makes. */
function cut(start, end, marks) {
  const inside = marks.filter((mark) => mark.start < end && start < mark.end);
  const bounds = inside.flatMap((mark) => [Math.max(start, mark.start), Math.min(end, mark.end)]);
  const places = unique([start, end, ...bounds]).sort((a, b) => a - b);
  return places.slice(1).map((high, index) => {
    const low = places[index];
    const covering = inside.filter((mark) => mark.start <= low && high <= mark.end);
    return {
      low,
      high,
      keys: unique(covering.map((mark) => mark.key)),
      closed: unique(covering.filter((mark) => Math.min(end, mark.end) === high).map((mark) => mark.key)),
    };
  });
}

function make(name, properties, dataset) {
  const element = Object.assign(document.createElement(name), properties);
  Object.assign(element.dataset, dataset);
  return element;
}

function write(sentence, characters) {
  const paragraph = make("p", { className: "original", lang: bring.dataset.spoken }, {});
  const { start, end } = sentence.dataset;
  for (const { low, high, keys, closed } of cut(Number(start), Number(end), readMarks(sentence))) {
    const textContent = characters.slice(low, high).join("");
    paragraph.append(make("span", { className: "segment", textContent }, { keys: keys.join(" ") }));
    for (const key of closed) {
      const shown = key.endsWith("?") ? "?" : key;
      const href = `#fact-${key.replace("?", "")}`;
      paragraph.append(make("a", { className: "ref", href, textContent: shown }, { keys: key }));
    }
  }
  sentence.querySelector(".original")?.remove();
  sentence.querySelector(".entries").before(paragraph);
}

async function show(brought) {
  const verdict = document.getElementById("bring-verdict");
  if (!crypto.subtle) {
    verdict.textContent = bring.dataset.insecure;
    return;
  }
  let text = brought;
  let isProved = false;
  for (const reading of findReadings(brought)) {
    if ((await hash(reading)) === bring.dataset.sha256) [text, isProved] = [reading, true];
  }
  const characters = Array.from(text);
  let shown = 0;
  for (const sentence of sentences.children) {
    const { start, end, sha256 } = sentence.dataset;
    sentence.querySelector(".original")?.remove();
    if ((await hash(characters.slice(start, end).join(""))) === sha256) {
      write(sentence, characters);
      shown += 1;
    }
  }
  sentences.classList.toggle("has-text", shown > 0);
  document.body.classList.toggle("wide", shown > 0);
  document.body.classList.toggle("broad", shown === 0);
  verdict.className = isProved ? "proved" : "unproved";
  verdict.textContent = isProved ? bring.dataset.proved : `${bring.dataset.other} (${shown}/${sentences.children.length})`;
}

if (bring) {
  bring.hidden = false;
  const field = document.getElementById("bring-text");
  field.addEventListener("input", () => field.value && show(field.value));
  document.getElementById("bring-file").addEventListener("change", async ({ target }) => {
    if (target.files[0]) show(await target.files[0].text());
  });
  bring.addEventListener("dragover", (event) => {
    event.preventDefault();
    bring.classList.add("over");
  });
  bring.addEventListener("dragleave", () => bring.classList.remove("over"));
  bring.addEventListener("drop", async (event) => {
    event.preventDefault();
    bring.classList.remove("over");
    const [file] = event.dataTransfer.files;
    const text = file ? await file.text() : event.dataTransfer.getData("text");
    if (text) show(text);
  });
}
