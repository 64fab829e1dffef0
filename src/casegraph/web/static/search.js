"use strict";

/* The search box. Without this script it leads to the lists of everything.

   A thing is found when each word that is typed begins a word of its name or of one synonym. A
   server is asked where there is one. Else the index is script files beside the pages, by the first
   characters of the words; they are loaded when somebody types, which works from a disk too. */

(() => {
  const SHOWN_IN_BOX = 8;
  const SHOWN_ON_PAGE = 100;
  const WAIT = 120;

  const form = document.querySelector("form.search");
  if (!form) return;
  const box = form.querySelector("input");
  const root = form.dataset.root;
  const server = form.dataset.suggest;
  const page = form.dataset.results ? document.getElementById(form.dataset.results) : null;

  const shards = new Map();
  const waiting = new Map();
  let keys = null;

  /* What the files of the index call. */
  window.casegraphSearch = {
    keys(found) { keys = new Map(Object.entries(found)); },
    shard(key, rows) { shards.set(key, rows.map(entry)); },
  };

  function words(text) {
    return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().match(/[\p{L}\p{N}]+/gu) || [];
  }

  function entry([label, path, kind, ...others]) {
    const names = [label, ...others];
    return { label, path, kind, names, words: names.map(words) };
  }

  function load(name) {
    if (!waiting.has(name)) {
      waiting.set(name, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = `${root}search/${name}.js`;
        script.onload = resolve;
        script.onerror = () => { waiting.delete(name); reject(new Error(name)); };
        document.head.append(script);
      }));
    }
    return waiting.get(name);
  }

  /* The files in which all words are that begin with *word*. */
  function files(word) {
    const found = [];
    for (const [key, [name, count]] of keys) {
      if (word.startsWith(key) || key.startsWith(word)) found.push({ key, name, count });
    }
    return found;
  }

  /* The best of what *text* finds, and how many there are in all; null when it is too short. */
  async function search(text) {
    const typed = words(text);
    if (!typed.some((word) => word.length > 1)) return null;
    if (server) return ask(text);
    const hits = await look(typed);
    return { hits, total: hits.length };
  }

  async function ask(text) {
    const answer = await fetch(`${server}?${new URLSearchParams({ q: text, limit: SHOWN_IN_BOX })}`);
    if (!answer.ok) throw new Error(answer.statusText);
    const { hits, total } = await answer.json();
    const hit = ({ label, path, described, matched, standing, cases }) => ({
      one: { label, path, kind: described },
      by: matched,
      told: cases.length === 1 ? `${standing}: ${cases[0].label}` : standing,
    });
    return { hits: hits.map(hit), total };
  }

  async function look(typed) {
    await load("keys");
    const choices = typed.filter((word) => word.length > 1).map(files);
    const size = (choice) => choice.reduce((sum, file) => sum + file.count, 0);
    const fewest = choices.reduce((best, choice) => (size(choice) < size(best) ? choice : best));
    await Promise.all(fewest.map((file) => load(file.name)));
    const found = new Map();
    for (const { key } of fewest) {
      for (const one of shards.get(key)) {
        if (!found.has(one.path)) {
          const rank = ranked(one, typed);
          if (rank !== null) found.set(one.path, { one, ...rank });
        }
      }
    }
    return [...found.values()].sort(
      (a, b) => a.rank - b.rank || a.one.label.length - b.one.label.length || (a.one.label < b.one.label ? -1 : 1),
    );
  }

  /* How well *one* fits, less is better, and by which name; null when it does not. */
  function ranked(one, typed) {
    let best = null;
    one.words.forEach((name, index) => {
      if (!typed.every((word) => name.some((other) => other.startsWith(word)))) return;
      const exact = name.join(" ") === typed.join(" ");
      const first = name.join(" ").startsWith(typed.join(" "));
      const rank = (exact ? 0 : first ? 2 : 4) + (index > 0 ? 1 : 0);
      if (best === null || rank < best.rank) best = { rank, by: one.names[index] };
    });
    return best;
  }

  /* What is told of a hit below its name; a server tells how the cases stand to a term, too. */
  function described({ one, by, told }) {
    return [one.kind, by === one.label ? "" : by, told].filter(Boolean).join(" · ");
  }

  function text(element, words, name) {
    const made = document.createElement(element);
    made.textContent = words;
    if (name) made.className = name;
    return made;
  }

  function href(one) { return `${root}${one.path}.html`; }

  /* The page of the search: the whole answer as links. */
  async function answer() {
    const asked = box.value.trim();
    let found;
    try {
      found = await search(asked);
    } catch {
      page.replaceChildren(text("p", "The index could not be loaded. The lists of cases and terms have everything.", "quiet"));
      return;
    }
    if (box.value.trim() !== asked) return;
    if (found === null) {
      page.replaceChildren(text("p", asked ? "Type at least two letters." : "", "quiet"));
      return;
    }
    const count = found.total === 1 ? "1 result" : `${found.total || "No"} results`;
    const said = text("p", `${count} for “${asked}”`, "quiet");
    const list = document.createElement("ul");
    list.className = "entries";
    for (const each of found.hits.slice(0, SHOWN_ON_PAGE)) {
      const item = document.createElement("li");
      const link = text("a", each.one.label);
      link.href = href(each.one);
      item.append(link, text("p", described(each), "quiet"));
      list.append(item);
    }
    page.replaceChildren(said, list);
    if (found.total > SHOWN_ON_PAGE) page.append(text("p", `The first ${SHOWN_ON_PAGE} are shown.`, "quiet"));
  }

  if (page) {
    box.value = new URLSearchParams(location.search).get("q") || "";
    form.addEventListener("submit", (event) => { event.preventDefault(); answer(); });
    box.addEventListener("input", answer);
    if (box.value) answer(); else page.replaceChildren();
    return;
  }

  /* The box of every page: suggestions below it (ARIA combobox with a list box). */
  const list = document.createElement("ul");
  list.id = "search-found";
  list.className = "found";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  form.append(list);
  const status = text("span", "", "unseen");
  status.setAttribute("role", "status");
  form.append(status);
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", list.id);
  box.setAttribute("aria-expanded", "false");
  let active = -1;

  function close() {
    list.hidden = true;
    active = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  }

  function choose(index) {
    const options = [...list.children];
    if (options[active]) options[active].setAttribute("aria-selected", "false");
    active = (index + options.length) % options.length;
    options[active].setAttribute("aria-selected", "true");
    options[active].scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", options[active].id);
  }

  async function suggest() {
    const asked = box.value.trim();
    let found;
    try {
      found = await search(asked);
    } catch {
      return;
    }
    if (box.value.trim() !== asked) return;
    if (found === null || !found.total) {
      close();
      status.textContent = found === null ? "" : "No results";
      return;
    }
    list.replaceChildren(...found.hits.slice(0, SHOWN_IN_BOX).map((each, index) => {
      const option = document.createElement("li");
      option.id = `search-found-${index}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.append(text("span", each.one.label), text("span", described(each), "quiet"));
      option.addEventListener("mousedown", (event) => {
        if (event.button !== 0) return;
        event.preventDefault();
        location.assign(href(each.one));
      });
      option.dataset.href = href(each.one);
      return option;
    }));
    active = -1;
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
    box.removeAttribute("aria-activedescendant");
    status.textContent = `${list.children.length} suggestions of ${found.total}`;
  }

  let timer = 0;
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(suggest, server ? WAIT : 0);
  });
  box.addEventListener("focus", () => { if (box.value && list.hidden) suggest(); });
  box.addEventListener("blur", close);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      if (!list.hidden) event.preventDefault();
      close();
    } else if (!list.hidden && event.key === "ArrowDown") {
      event.preventDefault();
      choose(active + 1);
    } else if (!list.hidden && event.key === "ArrowUp") {
      event.preventDefault();
      choose(active < 0 ? -1 : active - 1);
    } else if (!list.hidden && event.key === "Enter" && active >= 0) {
      event.preventDefault();
      location.assign(list.children[active].dataset.href);
    }
  });
  /* Whether somebody writes there; an editor may hide in a shadow root, which the path leads into. */
  function isWriting(event) {
    const [place] = event.composedPath();
    return place instanceof HTMLElement && (place.isContentEditable || place.matches("input, textarea, select"));
  }

  document.addEventListener("keydown", (event) => {
    const held = event.ctrlKey || event.metaKey || event.altKey;
    if (event.key === "/" && !held && !event.defaultPrevented && !isWriting(event)) {
      event.preventDefault();
      box.focus();
    }
  });
})();
