/* The queries that this browser ran, kept in this browser. */

const KEY = "article-kg.queries";
const MOST = 30;

function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY));
    return Array.isArray(kept) ? kept.filter((one) => typeof one === "string") : [];
  } catch {
    return [];
  }
}

function write(queries) {
  try {
    localStorage.setItem(KEY, JSON.stringify(queries));
  } catch {
    /* A browser that keeps nothing has no history. */
  }
}

/* Shows the history in its place; ``open`` gets the text of the query that the reader chooses. */
export function showPast(open) {
  const place = document.getElementById("past");
  const list = place.querySelector("ol");

  function show() {
    const queries = read();
    place.hidden = queries.length === 0;
    list.replaceChildren(
      ...queries.map((query) => {
        const item = document.createElement("li");
        const button = document.createElement("button");
        button.type = "button";
        button.className = "quiet-button";
        button.textContent = query.replace(/^\s*#.*\n/, "").replace(/\s+/g, " ").trim().slice(0, 120);
        button.addEventListener("click", () => open(query));
        item.append(button);
        return item;
      }),
    );
  }

  place.querySelector(".forget").addEventListener("click", () => {
    write([]);
    show();
  });
  show();
  return function keep(query) {
    write([query, ...read().filter((one) => one !== query)].slice(0, MOST));
    show();
  };
}
