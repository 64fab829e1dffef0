/* The examples of the page: a click puts one into the editor, its parameters bound. Each is a link
   that leads to the same without a script, or in another tab. */

export function examplesInto(editor) {
  for (const link of document.querySelectorAll("a[data-example]")) {
    link.addEventListener("click", async (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
      event.preventDefault();
      try {
        const found = await fetch(link.dataset.example);
        if (!found.ok) throw new Error(found.statusText);
        editor.set(await found.text());
        link.closest("details").open = false;
        editor.focus();
      } catch {
        location.assign(link.href);
      }
    });
  }
}
