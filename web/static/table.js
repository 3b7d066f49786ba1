/* Tables of results: sorted by a click on a heading; code that is copied by a click. Rows of this page only. */

const numbers = new Intl.Collator(document.documentElement.lang, { numeric: true, sensitivity: "base" });

function sort(button) {
  const heading = button.closest("th");
  const table = heading.closest("table");
  const column = [...heading.parentNode.children].indexOf(heading);
  const isDown = heading.getAttribute("aria-sort") === "ascending";
  for (const other of heading.parentNode.children) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", isDown ? "descending" : "ascending");
  const read = (row) => row.children[column].textContent.trim();
  const rows = [...table.tBodies[0].rows].sort((a, b) => numbers.compare(read(a), read(b)));
  table.tBodies[0].append(...(isDown ? rows.reverse() : rows));
}

function equip() {
  for (const heading of document.querySelectorAll("table.sortable thead th:not(:has(button))")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.append(...heading.childNodes);
    heading.append(button);
  }
  for (const button of document.querySelectorAll("button.copy")) button.hidden = !navigator.clipboard;
}

document.addEventListener("click", async ({ target }) => {
  if (target.matches("button.sort")) sort(target);
  if (target.matches("button.copy")) {
    await navigator.clipboard.writeText(target.parentNode.querySelector("pre").textContent);
    target.classList.add("done");
  }
});
document.addEventListener("outcome", equip);
equip();
