/* Narrows the questions while words are typed; without this the form asks the service. */

const field = document.getElementById("find");

function narrow() {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const theme of document.querySelectorAll(".theme")) {
    const cards = [...theme.querySelectorAll("li")];
    for (const card of cards) card.hidden = !words.every((word) => card.dataset.words.includes(word));
    const left = cards.filter((card) => !card.hidden).length;
    theme.hidden = left === 0;
    shown += left;
  }
  field.form.querySelector("output").hidden = shown > 0;
}

field.addEventListener("input", narrow);
