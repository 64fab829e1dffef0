/* What was asked before: in the storage of this browser, bounded, the latest first. */

const KEY = "casegraph.sparql.past";
const MOST = 40;
const LONGEST = 20000;

/* A list of { text, when }, when in milliseconds; empty where the browser keeps nothing. */
export function past() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    if (!Array.isArray(kept)) return [];
    return kept.filter((one) => typeof one?.text === "string" && Number.isFinite(one?.when)).slice(0, MOST);
  } catch {
    return [];
  }
}

/* Put *text* first. What is longer than the limit is left out. */
export function remember(text) {
  if (text.length > LONGEST) return;
  const others = past().filter((one) => one.text !== text);
  try {
    localStorage.setItem(KEY, JSON.stringify([{ text, when: Date.now() }, ...others].slice(0, MOST)));
  } catch {
    forget();
  }
}

export function forget() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    /* This browser keeps nothing. */
  }
}
