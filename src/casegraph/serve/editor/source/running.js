/* A query while it runs: how long, how to stop it, and what comes of it. */

import { showAnswer, showProblem } from "./answer.js";
import { ask } from "./asking.js";
import { element } from "./dom.js";

const TICK = 5000;
const UNREACHED = {
  detail: "the server could not be reached",
  repair: "Check that it still runs, then run the query again.",
};

/* Return what runs the text of the editor. onEnd gets the text, and whether it was answered. */
export function runningOf(form, run, editor, onEnd) {
  const answer = document.getElementById("answer");
  const status = document.getElementById("status");
  const stop = element("button", { type: "button", class: "other", hidden: "" }, "Stop");
  let latest = null;

  run.after(stop);
  stop.addEventListener("click", () => latest?.abort());

  function fail(problem) {
    status.textContent = "";
    answer.before(showProblem(problem));
    editor.mark(problem);
  }

  return async () => {
    latest?.abort();
    const mine = latest = new AbortController();
    const text = editor.text();
    const began = performance.now();
    const seconds = () => (performance.now() - began) / 1000;
    document.getElementById("problem")?.remove();
    editor.clear();
    answer.replaceChildren();
    answer.setAttribute("aria-busy", "true");
    status.textContent = "Running …";
    stop.hidden = false;
    const clock = setInterval(() => {
      status.textContent = `Running for ${Math.round(seconds())} s …`;
    }, TICK);
    try {
      const found = await ask(form.dataset.first, new FormData(form), mine.signal);
      if (mine !== latest) return;
      if (found.problem) {
        fail(found.problem);
      } else {
        showAnswer(answer, found.answer, form);
        status.textContent = `Answered in ${seconds().toFixed(2)} s.`;
      }
      onEnd(text, !found.problem);
    } catch (error) {
      if (mine !== latest) return;
      if (error.name === "AbortError") status.textContent = "Stopped; there is no answer.";
      else fail(UNREACHED);
    } finally {
      clearInterval(clock);
      if (mine === latest) {
        latest = null;
        stop.hidden = true;
        answer.removeAttribute("aria-busy");
      }
    }
  };
}
