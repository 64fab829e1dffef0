"use strict";

/* What forms and texts to copy have more with a script: suggestions in fields, buttons to copy. */

(() => {
  const WAIT = 150;
  const LONGEST = 8;

  const search = document.querySelector("form.search")?.dataset.suggest;

  /* A field whose `data-suggests` says what it wants: its list is filled while somebody types. */
  function suggesting(field) {
    const list = field.list;
    let timer = 0;
    let asked = null;

    async function suggest() {
      const text = field.value.trim();
      asked?.abort();
      if (text.length < 2) return;
      asked = new AbortController();
      const query = new URLSearchParams({ q: text, kind: field.dataset.suggests, limit: LONGEST });
      try {
        const answer = await fetch(`${search}?${query}`, { signal: asked.signal });
        if (!answer.ok) return;
        const { hits } = await answer.json();
        list.replaceChildren(...hits.map(option));
      } catch {
        /* Without suggestions the field is a field. */
      }
    }

    function option(one) {
      const made = document.createElement("option");
      const isCase = field.dataset.suggests === "case";
      made.value = isCase ? one.path.replace(/^case\//, "") : one.label;
      if (isCase) made.label = one.label;
      return made;
    }

    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(suggest, WAIT);
    });
  }

  function copying(text) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = `Copy ${text.dataset.copy}`;
    const said = document.createElement("span");
    said.className = "unseen";
    said.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text.textContent);
        said.textContent = button.textContent = "Copied";
      } catch {
        getSelection().selectAllChildren(text);
        said.textContent = button.textContent = "Selected: copy it with the keyboard";
      }
    });
    text.before(button, said);
  }

  if (search) document.querySelectorAll("input[data-suggests]").forEach(suggesting);
  document.querySelectorAll("pre[data-copy]").forEach(copying);
})();
