/* The link to a query, in the address and below the form. */

import { element } from "./dom.js";

/* Servers and mail programs take longer addresses, but not all of them. */
const LONGEST = 6000;

/* Show the link to what stands in the *form*, or that there is none. */
export function showLink(form) {
  const place = document.getElementById("shared");
  const link = `?${new URLSearchParams(new FormData(form))}`;
  if (link.length > LONGEST) {
    history.replaceState(null, "", location.pathname);
    place.replaceChildren("This query is too long for a link.");
    return;
  }
  history.replaceState(null, "", link);
  const shown = element("a", { href: link }, "Link to this query");
  place.replaceChildren(shown, ...(navigator.clipboard ? [" ", copying(shown)] : []));
}

function copying(link) {
  const button = element("button", { type: "button", class: "copy" }, "Copy the link");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(link.href);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(link);
    }
  });
  return button;
}
