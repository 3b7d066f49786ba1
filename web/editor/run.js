/* Runs a query without leaving the page: elapsed time, a button to stop it, the result put in place of the last one. */

const LONGEST_ADDRESS = 6000;

/* The address of the result shown: going back to another one loads it. */
let shown = location.search;

/* ``show`` gets the answered page's document. Without this the form is sent as any form. */
export function runInPlace(form, show) {
  const bar = document.getElementById("running");
  const clock = document.getElementById("elapsed");
  let controller = null;

  async function run() {
    controller?.abort();
    const mine = (controller = new AbortController());
    const started = performance.now();
    const tick = () => (clock.textContent = `${((performance.now() - started) / 1000).toFixed(1)} s`);
    const timer = setInterval(tick, 100);
    tick();
    bar.hidden = false;
    try {
      show(await ask(form, mine.signal), form);
    } catch (error) {
      if (error.name !== "AbortError") form.submit();
    } finally {
      clearInterval(timer);
      if (controller === mine) bar.hidden = true;
    }
  }

  document.getElementById("stop").addEventListener("click", () => controller?.abort());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run();
  });
  addEventListener("popstate", () => location.search !== shown && location.reload());
  return run;
}

async function ask(form, signal) {
  const parameters = new URLSearchParams(new FormData(form));
  const address = `${form.action}?${parameters}`;
  const isLong = address.length > LONGEST_ADDRESS;
  const headers = { Accept: "text/html" };
  const answer = isLong
    ? await fetch(form.action, { method: "POST", body: parameters, headers, signal })
    : await fetch(address, { headers, signal });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!isLong) {
    history.pushState(null, "", address);
    shown = location.search;
  }
  return page;
}
